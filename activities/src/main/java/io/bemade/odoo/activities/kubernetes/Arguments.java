package io.bemade.odoo.activities.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Odoo's command line, or a part of it, word by word. Setting an option changes its words and no others. */
record Arguments(List<String> words) {
    Arguments {
        words = List.copyOf(words);
    }

    /** An option that takes a value, as Odoo's own parser reads it: the last one counts. */
    enum Option {
        DATABASE("--database", "-d"),
        FILTER("--db-filter", ""),
        DATA_DIRECTORY("--data-dir", "-D");

        private final String name;
        private final String letter;

        Option(String name, String letter) {
            this.name = name;
            this.letter = letter;
        }

        private boolean takesNextWord(String word) {
            return word.equals(name) || (!letter.isEmpty() && word.equals(letter));
        }

        private Optional<String> within(String word) {
            if (word.startsWith(name + "=")) {
                return Optional.of(word.substring(name.length() + 1));
            }
            return !letter.isEmpty() && word.startsWith(letter) && word.length() > letter.length()
                    ? Optional.of(word.substring(letter.length()))
                    : Optional.empty();
        }
    }

    Optional<String> get(Option option) {
        Optional<String> value = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (option.takesNextWord(word) && i + 1 < words.size()) {
                value = Optional.of(words.get(++i));
            } else if (option.within(word).isPresent()) {
                value = option.within(word);
            }
        }
        return value;
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** In the place of the first one, or at the end; any others go. */
    Arguments with(Option option, String value) {
        List<String> changed = new ArrayList<>();
        int at = -1;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean pair = option.takesNextWord(word);
            if (!pair && option.within(word).isEmpty()) {
                changed.add(word);
                continue;
            }
            at = at < 0 ? changed.size() : at;
            i += pair ? 1 : 0;
        }
        changed.add(at < 0 ? changed.size() : at, option.name + "=" + value);
        return new Arguments(changed);
    }

    Arguments with(String word) {
        List<String> more = new ArrayList<>(words);
        more.add(word);
        return has(word) ? this : new Arguments(more);
    }
}
