package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a script that adds one foreign key, proven, and nothing else.
 *
 * @param place of the statement in its script
 * @param table that refers
 * @param referenced the other one, or the same
 * @param alter the statement up to what is added: {@code ALTER TABLE ONLY public.sale_order ADD}
 * @param constraint what is added
 */
record ForeignKey(
        Statement statement,
        LoadLog.Place place,
        String table,
        String name,
        String referenced,
        String alter,
        String constraint) {

    /** One that is to stay unproven, or not to be enforced at all, has more words. */
    static final String PATTERN = "(?<alter>ALTER\\s+TABLE\\s+(?:ONLY\\s+)?(?<table>" + Names.RELATION + ")\\s+ADD\\s+)"
            + "(?<constraint>CONSTRAINT\\s+(?<name>" + Names.NAME + ")\\s+FOREIGN\\s+KEY\\s*"
            + Names.LIST
            + "\\s*REFERENCES\\s+(?<referenced>" + Names.RELATION + ")(?:\\s*" + Names.LIST + ")?(?:\\s+MATCH\\s+\\w+)?"
            + "(?:\\s+ON\\s+(?:DELETE|UPDATE)\\s+(?:NO\\s+ACTION|RESTRICT|CASCADE|SET\\s+(?:NULL|DEFAULT)(?:\\s*"
            + Names.LIST + ")?))*(?:\\s+(?:NOT\\s+)?DEFERRABLE)?(?:\\s+INITIALLY\\s+(?:DEFERRED|IMMEDIATE))?)\\s*";

    private static final Pattern COMPILED = Pattern.compile("(?is)" + PATTERN);

    /** @param statement that has the pattern */
    static ForeignKey of(Statement statement, LoadLog.Place place) {
        Matcher matcher = COMPILED.matcher(statement.text());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(statement.text());
        }
        return new ForeignKey(
                statement,
                place,
                matcher.group("table"),
                matcher.group("name"),
                matcher.group("referenced"),
                matcher.group("alter"),
                matcher.group("constraint"));
    }
}
