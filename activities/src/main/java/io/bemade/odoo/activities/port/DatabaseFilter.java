package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.DatabaseName;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Odoo's {@code dbfilter}: an expression that the names of the databases which it serves must match. */
public final class DatabaseFilter {
    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}_ '\"-]");

    private DatabaseFilter() {}

    /**
     * Anchored at both ends, for Odoo's own match is open at the end: {@code erp} would serve {@code erp2}, too. What means
     * something in an expression, or to Odoo ({@code %h}, {@code %d}), stands for itself.
     */
    public static String exactly(DatabaseName database) {
        return "^" + SPECIAL.matcher(database.value()).replaceAll(DatabaseFilter::literally) + "$";
    }

    private static String literally(MatchResult special) {
        String character = special.group();
        return Matcher.quoteReplacement(character.equals("%") ? "[%]" : "\\" + character);
    }
}
