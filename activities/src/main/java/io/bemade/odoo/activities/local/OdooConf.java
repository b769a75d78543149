package io.bemade.odoo.activities.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an {@code odoo.conf}. Setting a value changes its line and no other: comments, order and what we do not know
 * stay. Odoo reads it with Python's RawConfigParser: keys in any case, {@code =} or {@code :}.
 */
record OdooConf(String text) {
    private static final Pattern SETTING = Pattern.compile("^([A-Za-z0-9_.-]+)\\s*[=:]\\s*(.*?)\\s*$");

    private static final Pattern SECRET = Pattern.compile("(?i)passw|secret|token|key");

    /** The value in section {@code [options]}; Odoo's words for nothing are nothing. */
    Optional<String> get(String key) {
        boolean options = false;
        Optional<String> value = Optional.empty();
        for (String line : text.split("\\R", -1)) {
            if (line.startsWith("[")) {
                options = line.strip().equals("[options]");
            } else if (options) {
                Matcher setting = SETTING.matcher(line);
                if (setting.matches()
                        && setting.group(1).toLowerCase(Locale.ROOT).equals(key)) {
                    value = Optional.of(setting.group(2));
                }
            }
        }
        return value.filter(v -> !v.isEmpty() && !v.equals("False") && !v.equals("None"));
    }

    /** The text of somebody else's, without the passwords that stand here. */
    String masked(String output) {
        String masked = output;
        for (String line : text.split("\\R", -1)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()
                    && SECRET.matcher(setting.group(1)).find()
                    && setting.group(2).length() > 2) {
                masked = masked.replace(setting.group(2), "***");
            }
        }
        return masked;
    }

    OdooConf with(Map<String, String> changes) {
        Map<String, String> left = new LinkedHashMap<>(changes);
        List<String> lines = new ArrayList<>();
        boolean options = false;
        boolean seen = false;
        for (String line : text.split("\\R", -1)) {
            if (line.startsWith("[")) {
                if (options) {
                    insert(lines, left);
                }
                options = line.strip().equals("[options]");
                seen |= options;
                lines.add(line);
                continue;
            }
            Matcher setting = SETTING.matcher(line);
            String key = options && setting.matches() ? setting.group(1).toLowerCase(Locale.ROOT) : "";
            if (changes.containsKey(key)) {
                String value = left.remove(key);
                if (value != null) {
                    lines.add(key + " = " + value);
                }
            } else {
                lines.add(line);
            }
        }
        if (!seen) {
            lines.add(0, "[options]");
            left.forEach((key, value) -> lines.add(1, key + " = " + value));
        } else if (options) {
            insert(lines, left);
        }
        return new OdooConf(String.join("\n", lines));
    }

    /** Before the blank lines that end the section. */
    private static void insert(List<String> lines, Map<String, String> left) {
        int at = lines.size();
        while (at > 0 && lines.get(at - 1).isBlank()) {
            at--;
        }
        for (Map.Entry<String, String> setting : left.entrySet()) {
            lines.add(at++, setting.getKey() + " = " + setting.getValue());
        }
        left.clear();
    }
}
