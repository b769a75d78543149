package io.bemade.odoo.starter.command;

import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Words of the command line as the product's types; each refusal is the type's own sentence. */
final class Converters {
    private Converters() {}

    static final class Instance implements ITypeConverter<InstanceRef> {
        @Override
        public InstanceRef convert(String text) {
            try {
                return InstanceRef.of(text);
            } catch (IllegalArgumentException e) {
                throw refusal(e);
            }
        }
    }

    static final class Database implements ITypeConverter<DatabaseName> {
        @Override
        public DatabaseName convert(String text) {
            try {
                return new DatabaseName(text);
            } catch (IllegalArgumentException e) {
                throw refusal(e);
            }
        }
    }

    /** ISO 8601 ({@code P7D}, {@code PT12H}) or as people write it ({@code 7d}, {@code 12h}, {@code 30m}, {@code 0}). */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern SHORT = Pattern.compile("(\\d{1,6})\\s*([smhdw])");

        @Override
        public Duration convert(String text) {
            if (text.strip().equals("0")) {
                return Duration.ZERO;
            }
            Matcher amount = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (amount.matches()) {
                long number = Long.parseLong(amount.group(1));
                return switch (amount.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                };
            }
            try {
                return Duration.parse(text.strip());
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not a duration: write 7d, 12h, 30m, or ISO 8601 such as P7D");
            }
        }
    }

    static final class Output implements ITypeConverter<StandardOptions.Format> {
        @Override
        public StandardOptions.Format convert(String text) {
            return Stream.of(StandardOptions.Format.values())
                    .filter(format -> format.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + text + "\" is not a form of output: write text (the default) or json"));
        }
    }

    static final class Busy implements ITypeConverter<IfBusy> {
        @Override
        public IfBusy convert(String text) {
            return switch (text) {
                case "queue" -> IfBusy.QUEUE;
                case "fail" -> IfBusy.FAIL;
                default -> throw new TypeConversionException("\"" + text + "\" is neither queue nor fail");
            };
        }
    }

    /** For help and shell completion. */
    static final class BusyWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("queue", "fail").iterator();
        }
    }

    static final class Strategy implements ITypeConverter<CopyStrategy> {
        @Override
        public CopyStrategy convert(String text) {
            return switch (text) {
                case "auto" -> CopyStrategy.AUTO;
                case "template" -> CopyStrategy.TEMPLATE;
                case "online" -> CopyStrategy.ONLINE;
                default ->
                    throw new TypeConversionException(
                            "\"" + text + "\" is not a strategy: write auto (the default), template or online");
            };
        }
    }

    /** For help and shell completion. */
    static final class StrategyWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("auto", "template", "online").iterator();
        }
    }

    private static TypeConversionException refusal(IllegalArgumentException e) {
        return new TypeConversionException(String.valueOf(e.getMessage()));
    }
}
