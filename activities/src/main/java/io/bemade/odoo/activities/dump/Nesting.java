package io.bemade.odoo.activities.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How deep the text of a statement is: a semicolon ends it outside of parentheses (the actions of a rule stand in them)
 * and of a routine's {@code BEGIN ATOMIC … END} only. Quoted text is not shown to it.
 */
final class Nesting {
    private static final Pattern ROUTINE = Pattern.compile("CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)\\b.*");

    /** Of the words that say what a statement is. */
    private static final int FIRST_WORDS = 4;

    /** Longer words mean nothing here. */
    private static final int LONGEST = 16;

    private final List<String> first = new ArrayList<>(FIRST_WORDS);
    private final StringBuilder word = new StringBuilder(LONGEST);
    private String before = "";
    private int parentheses;
    private int blocks;

    /** A letter or digit of a word. */
    void letter(int c) {
        if (word.length() < LONGEST) {
            word.append((char) Character.toUpperCase(c));
        }
    }

    /** Whether the word that stands right before is this one. */
    boolean isAfter(String candidate) {
        return candidate.contentEquals(word);
    }

    /**
     * A character that is part of no word.
     *
     * @return whether a word stands right before it
     */
    boolean sign(int c) {
        boolean afterWord = !word.isEmpty();
        if (afterWord) {
            end(word.toString());
            word.setLength(0);
        }
        if (c > ' ') {
            before = "";
        }
        if (c == '(') {
            parentheses++;
        } else if (c == ')') {
            parentheses--;
        }
        return afterWord;
    }

    private void end(String ended) {
        if (first.size() < FIRST_WORDS) {
            first.add(ended);
        }
        if (blocks > 0) {
            blocks += switch (ended) {
                case "CASE" -> 1;
                case "END" -> -1;
                default -> 0;
            };
        } else if (ended.equals("ATOMIC")
                && before.equals("BEGIN")
                && parentheses == 0
                && ROUTINE.matcher(String.join(" ", first)).matches()) {
            blocks = 1;
        }
        before = ended;
    }

    boolean isOutside() {
        return blocks == 0 && parentheses <= 0;
    }
}
