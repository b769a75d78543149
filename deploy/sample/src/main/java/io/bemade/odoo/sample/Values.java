package io.bemade.odoo.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The kinds of values that columns have. */
final class Values {
    private static final String[] WORDS = {
        "offer",
        "invoice",
        "delivery",
        "order",
        "price",
        "warehouse",
        "customer",
        "supplier",
        "meeting",
        "tomorrow",
        "please",
        "find",
        "attached",
        "our",
        "the",
        "a",
        "new",
        "second",
        "urgent",
        "monthly",
        "report",
        "about",
        "with",
        "without",
        "before",
        "after",
        "payment",
        "received",
        "sent",
        "by",
        "train",
        "truck",
        "blue",
        "green",
        "chair",
        "table",
        "lamp",
        "wood",
        "steel",
        "garden",
        "kitchen",
        "office",
        "Montréal",
        "Zürich",
        "Québec",
        "naïve",
        "façade",
        "señor",
        "日本",
        "Łódź",
        "smörgåsbord",
        "is",
        "was",
        "will",
        "be",
        "ready",
        "thanks",
        "regards"
    };

    private static final List<byte[]> PHRASES = phrases();

    private Values() {}

    static Value id() {
        return row -> row.line().number(row.id());
    }

    static Value nothing() {
        return row -> row.line().text(null);
    }

    static Value always(String text) {
        return row -> row.line().text(text);
    }

    /** In turn; a row beyond the last begins again. */
    static Value listed(List<String> values) {
        return row -> row.line().text(values.get((int) ((row.id() - 1) % values.size())));
    }

    static Value listed(String... values) {
        return listed(List.of(values));
    }

    /** These in the first rows, then something else. */
    static Value first(List<String> values, Value then) {
        Value listed = listed(values);
        return row -> (row.id() <= values.size() ? listed : then).write(row);
    }

    static Value numbered(String before, String after) {
        byte[] start = before.getBytes(StandardCharsets.UTF_8);
        byte[] end = after.getBytes(StandardCharsets.UTF_8);
        return row -> row.line().raw(start).number(row.id()).raw(end);
    }

    static Value number(long from, long to) {
        return row -> row.line().number(row.random().nextLong(from, to + 1));
    }

    static Value money() {
        return row -> row.line().hundredths(row.random().nextLong(10_000_00));
    }

    /** Any row of another table. */
    static Value anyOf(String table) {
        return row -> row.line().number(1 + row.random().nextLong(row.counts().applyAsLong(table)));
    }

    /** An earlier row of the same table, for one row in three. */
    static Value parent() {
        return row -> {
            if (row.id() > 3 && row.id() % 3 == 0) {
                row.line().number(row.id() / 3);
            } else {
                row.line().text(null);
            }
        };
    }

    static Value yes() {
        return always("t");
    }

    static Value no() {
        return always("f");
    }

    /** True for about so many rows of a hundred. */
    static Value mostly(int percent) {
        return row -> row.line().raw(row.random().nextInt(100) < percent ? "t" : "f");
    }

    static Value moment() {
        return row -> row.line().timestamp(row.id() * 97);
    }

    static Value day() {
        return row -> row.line().date(row.id() / 50);
    }

    static Value name() {
        return row -> phrase(row).raw(" ").number(row.id());
    }

    /** What Odoo makes of translated names since 16; plain text before. */
    static Value translated(Options options, Value value) {
        if (options.odooMajor() < 16) {
            return value;
        }
        return row -> {
            row.line().raw("{\"en_US\": \"");
            value.write(row);
            row.line().raw("\"}");
        };
    }

    /** Some hundred characters of HTML; now and then what a careless reader of dumps trips over. */
    static Value body() {
        return row -> {
            if (row.id() % 97 == 0) {
                row.line().text(Traps.at(row.id() / 97));
                return;
            }
            row.line().raw("<p>");
            for (int i = row.random().nextInt(4, 20); i > 0; i--) {
                phrase(row).raw(i % 4 == 0 ? ".</p>\\n<p>" : " ");
            }
            row.line().raw("</p>");
        };
    }

    static Value trap() {
        return row -> row.line().text(Traps.at(row.id()));
    }

    private static CopyLine phrase(Row row) {
        return row.line().raw(PHRASES.get(row.random().nextInt(PHRASES.size())));
    }

    /** Ready-made runs of words: looking words up one by one would take most of the time. */
    private static List<byte[]> phrases() {
        SplittableRandom random = new SplittableRandom(19);
        return IntStream.range(0, 250)
                .mapToObj(i -> {
                    StringBuilder phrase = new StringBuilder();
                    for (int words = random.nextInt(3, 8); words > 0; words--) {
                        phrase.append(WORDS[random.nextInt(WORDS.length)]).append(words > 1 ? " " : "");
                    }
                    return phrase.toString().getBytes(StandardCharsets.UTF_8);
                })
                .toList();
    }
}
