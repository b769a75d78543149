package io.bemade.odoo.workflows.model;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Names of namespaces as people list them: separated by commas. */
public final class Namespaces {
    private Namespaces() {}

    /**
     * @return empty for an empty text alone: a slip of the pen must not become "all"
     * @throws IllegalArgumentException naming what is no namespace
     */
    public static NavigableSet<String> of(String text) {
        NavigableSet<String> names = new TreeSet<>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        names.stream().filter(name -> !InstanceRef.isLabel(name)).findFirst().ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        if (names.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException(text);
        }
        return names;
    }
}
