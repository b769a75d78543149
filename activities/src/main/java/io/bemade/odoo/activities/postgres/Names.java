package io.bemade.odoo.activities.postgres;

/** Names as they stand in a script. */
final class Names {
    private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".(;,]+)";

    /** Pattern of a relation: {@code public.res_partner}, {@code "My Schema"."Table"}. */
    static final String RELATION = PART + "(?:\\." + PART + ")?";

    /** Pattern of a relation with its schema. */
    static final String QUALIFIED = PART + "\\." + PART;

    /** Pattern of a name without schema. */
    static final String NAME = PART;

    /** Pattern of names in parentheses: {@code (id, "a, (b)")}. */
    static final String LIST = "\\((?:\"(?:[^\"]|\"\")+\"|[^\")])*\\)";

    private Names() {}
}
