package io.bemade.odoo.activities.dump;

import io.bemade.odoo.activities.dump.Element.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be done with each statement of a dump. The load runs as a role that may do nothing outside its database, so
 * the server refuses what is hostile, too; here it is refused by name, before it is sent.
 */
public final class StatementRules {
    /** Long enough for the arguments of any function, behind which its new owner stands. */
    private static final int HEAD = 1 << 14;

    private record Rule(Pattern pattern, Verdict verdict) {}

    private static final List<Rule> RULES = List.of(
            refuse("COPY\\b.*\\b(FROM|TO)\\s+PROGRAM\\b", "runs a program on the server"),
            refuse("COPY\\b.*\\b(FROM|TO)\\s+'", "reads or writes a file of the server"),
            refuse("COPY\\b.*\\bTO\\s+STDOUT\\b", "has no place in a dump"),
            refuse("ALTER\\s+SYSTEM\\b", "changes the server's configuration"),
            refuse("(CREATE|ALTER|DROP)\\s+(ROLE|USER|GROUP)\\b(?!\\s+MAPPING)", "changes roles of the server"),
            refuse("(CREATE|ALTER|DROP)\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)\\b", "reaches beyond its database"),
            refuse(
                    "(SET|RESET)\\s+((SESSION|LOCAL)\\s+)?(SESSION\\s+AUTHORIZATION|ROLE)\\b",
                    "changes the role that loads it"),
            refuse("(LOAD|LISTEN|NOTIFY)\\b", "has no place in a dump"),
            refuse(
                    "SET\\s+client_encoding\\s*=\\s*'(?!UTF-?8')",
                    "is not UTF-8: make the dump with pg_dump --encoding=UTF8"),
            rule("(BEGIN|START\\s+TRANSACTION)\\b", new Verdict.Transaction(true)),
            rule("(COMMIT|END)\\b", new Verdict.Transaction(false)),
            skip("ALTER\\b.*\\bOWNER\\s+TO\\s+(\"(?:[^\"]|\"\")+\"|\\w+)\\s*$", "ownership"),
            skip("(GRANT|REVOKE|ALTER\\s+DEFAULT\\s+PRIVILEGES)\\b", "privileges"),
            rule("SET\\s+client_encoding\\b", new Verdict.Skip("encoding")),
            rule("SET\\s+default_tablespace\\b", new Verdict.Skip("tablespaces")),
            tolerate("SET\\b", Set.of("42704", "42501"), "a setting that this server does not know"),
            tolerate("COMMENT\\s+ON\\s+EXTENSION\\b", Set.of("42501", "42704"), "a comment on an extension"),
            tolerate("COMMENT\\s+ON\\s+SCHEMA\\s+\"?public\"?\\b", Set.of("42501"), "a comment on schema public"),
            tolerate("CREATE\\s+SCHEMA\\s+\"?public\"?\\s*$", Set.of("42P06"), "schema public, which is there"),
            tolerate(
                    "CREATE\\s+(OR\\s+REPLACE\\s+)?(PROCEDURAL\\s+)?LANGUAGE\\s+\"?plpgsql\"?",
                    Set.of("42710", "42501"),
                    "language plpgsql, which is there"),
            rule("(SELECT|WITH|VALUES|EXPLAIN|SHOW|CALL|EXECUTE|DO|REFRESH)\\b", new Verdict.Alone()));

    private static final Pattern ROWS = Pattern.compile("(?i)^(INSERT INTO .*? (VALUES|SELECT)\\b).*");

    /** More of a statement is in no message. */
    private static final int EXCERPT = 2_000;

    /** A quoted name, a comment, or a value, which may be a password; the last one may be cut off. */
    private static final Pattern QUOTED = Pattern.compile("(?s)\"[^\"]*+\"?|--[^\\n]*+|/\\*.*?(?:\\*/|\\z)"
            + "|\\b[eE]'(?:[^'\\\\]|''|\\\\.)*+'?|'(?:[^']|'')*+'?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|\\z)");

    private StatementRules() {}

    public static Verdict verdict(Statement statement) {
        String text = statement.text();
        String head = withoutComments(text.length() > HEAD ? text.substring(0, HEAD) : text);
        for (Rule rule : RULES) {
            if (rule.pattern().matcher(head).lookingAt()) {
                return rule.verdict();
            }
        }
        return new Verdict.Batch();
    }

    /** What to do. */
    public sealed interface Verdict {
        /** Run it, with others in one round trip. */
        record Batch() implements Verdict {}

        /** Run it by itself: it returns rows, or what follows depends on it. */
        record Alone() implements Verdict {}

        /** Run it; these SQLSTATEs are a warning. */
        record Tolerate(Set<String> sqlStates, String what) implements Verdict {}

        /** Leave it out: it is ours to decide. */
        record Skip(String what) implements Verdict {}

        /** The script's own transaction begins or ends. */
        record Transaction(boolean begins) implements Verdict {}

        /** Refuse the dump. */
        record Refuse(String why) implements Verdict {}
    }

    private static String withoutComments(String head) {
        return head.replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("--[^\\n]*(\\n|$)", " ")
                .strip();
    }

    private static Rule refuse(String pattern, String why) {
        return rule(pattern, new Verdict.Refuse(why));
    }

    private static Rule skip(String pattern, String what) {
        return rule(pattern, new Verdict.Skip(what));
    }

    private static Rule tolerate(String pattern, Set<String> sqlStates, String what) {
        return rule(pattern, new Verdict.Tolerate(sqlStates, what));
    }

    private static Rule rule(String pattern, Verdict verdict) {
        return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), verdict);
    }

    private static String withoutValue(MatchResult part) {
        return switch (part.group().charAt(0)) {
            case '"' -> Matcher.quoteReplacement(part.group());
            case '-', '/' -> " ";
            default -> "'...'";
        };
    }

    /** The beginning of a statement on one line, for messages: without the rows that it brings, and what stands in quotes. */
    public static String excerpt(String statement) {
        String head = statement.length() > EXCERPT ? statement.substring(0, EXCERPT) : statement;
        String told = QUOTED.matcher(head).replaceAll(StatementRules::withoutValue);
        String line = ROWS.matcher(told.replaceAll("\\s+", " ").strip()).replaceFirst("$1 ...");
        return line.length() <= 120 ? line : line.substring(0, 117) + "...";
    }
}
