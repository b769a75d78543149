package io.bemade.odoo.worker;

import io.bemade.odoo.activities.rate.Rate;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads variables of an environment and gathers what is wrong with them, so that all of it can be said at once. */
final class Environment {
    /** A variable as documentation shows it. */
    public record Variable(String name, String standard, String meaning) {
        /** It must be given. */
        static final String REQUIRED = "(required)";
        /** It may be left out. */
        static final String NONE = "";
    }

    private final Map<String, String> environment;
    private final List<Variable> known;
    private final List<String> problems = new ArrayList<>();

    /** @param known what may be asked for */
    Environment(Map<String, String> environment, List<Variable> known) {
        this.environment = environment;
        this.known = known;
    }

    /** The value, or else its standard; empty when it is missing. */
    String text(String name) {
        String value = environment.getOrDefault(name, "");
        if (!value.isBlank()) {
            return value.strip();
        }
        if (required(name)) {
            problems.add(name + " is missing");
            return "";
        }
        return standard(name);
    }

    private boolean required(String name) {
        return standard(name).equals(Variable.REQUIRED);
    }

    /**
     * @param wanted completes "is not …"
     * @param fallback where the value is wrong: nobody sees it, for the problem is said first
     */
    <T> T parsed(String name, Function<String, T> parser, String wanted, T fallback) {
        T parsed = parsed(name, parser, wanted);
        return parsed == null ? fallback : parsed;
    }

    /** The same; null where the value is wrong. */
    <T> @Nullable T parsed(String name, Function<String, T> parser, String wanted) {
        String value = text(name);
        if (value.isEmpty() && required(name)) {
            return null;
        }
        try {
            return parser.apply(value);
        } catch (RuntimeException e) {
            problems.add(name + "=\"" + value + "\" is not " + wanted);
            return null;
        }
    }

    int number(String name, int least, int most) {
        return parsed(name, text -> between(least, most, text), numberFrom(least, most), least);
    }

    /** Empty where nothing is said. */
    Optional<Integer> optionalNumber(String name, int least, int most) {
        return parsed(
                name,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(between(least, most, text)),
                numberFrom(least, most),
                Optional.empty());
    }

    private static String numberFrom(int least, int most) {
        return "a number from " + least + " to " + most;
    }

    /** Bytes in a second that all of this process share; unlimited where nothing is said. */
    Rate rate(String name) {
        return parsed(name, Environment::limit, "an amount in a second such as 50MB", Rate.unlimited());
    }

    private static Rate limit(String text) {
        return text.isEmpty() ? Rate.unlimited() : Rate.parse(text);
    }

    Optional<InetSocketAddress> listen(String name) {
        return parsed(name, Environment::listening, "host:port or off", Optional.empty());
    }

    private static Optional<InetSocketAddress> listening(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        return Optional.of(
                new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
    }

    private static int between(int least, int most, String text) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private String standard(String name) {
        return known.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow()
                .standard();
    }

    /** @param what cannot be done: the beginning of the sentence */
    void refuseProblems(String what) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(what + ": " + String.join("; ", problems));
        }
    }
}
