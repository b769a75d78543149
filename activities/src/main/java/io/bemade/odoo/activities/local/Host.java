package io.bemade.odoo.activities.local;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code instances.yaml} says.
 *
 * @param filestores root of the data directories that we make
 * @param owner {@code user} or {@code user:group} that the Odoos of this host run as, and that the files are given to
 */
public record Host(
        Path filestores,
        Optional<String> owner,
        Map<String, ServerEntry> servers,
        Map<InstanceRef, InstanceEntry> instances) {
    /**
     * A PostgreSQL server.
     *
     * @param secretRef secret with {@code username} and {@code password} of the administrator
     * @param caSecretRef secret with the {@code ca.crt} that alone is trusted to sign the server's certificate
     */
    public record ServerEntry(
            String host, int port, String secretRef, String database, String sslMode, Optional<String> caSecretRef) {}

    /**
     * An Odoo of this host.
     *
     * @param production the instance that it is cloned from; never of a production
     * @param config its {@code odoo.conf}
     */
    public record InstanceEntry(
            InstanceType type,
            List<String> fqdns,
            String server,
            String role,
            Optional<String> databaseNamePrefix,
            Optional<Integer> odooMajor,
            Optional<InstanceRef> production,
            Path config,
            Duration retention,
            Commands commands,
            Ready ready) {}

    /**
     * How Odoo is stopped, started and asked; each a program with its arguments, run without a shell. They must be safe to
     * run twice: stopping what is stopped and starting what runs succeed. Stop returns when Odoo is gone.
     *
     * @param odoo Odoo's own command line, to which a sub-command and {@code -d DATABASE} are appended; its
     *     configuration is named by {@code ODOO_RC}
     * @param timeout after which a stop or a start is killed
     */
    public record Commands(List<String> stop, List<String> start, List<String> odoo, Duration timeout) {}

    /**
     * When Odoo counts as ready.
     *
     * @param url answers 200 only with the database, such as {@code http://127.0.0.1:8069/web/login}
     * @param command exits with 0
     */
    public record Ready(Optional<String> url, List<String> command, Duration timeout) {}

    /** The file as it is written: everything may be missing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Raw(
            @Nullable String filestores,
            @Nullable String owner,
            @Nullable Map<String, RawServer> servers,
            @Nullable Map<String, RawInstance> instances) {
        Map<String, ServerEntry> checkedServers(List<String> problems) {
            Map<String, ServerEntry> checked = new LinkedHashMap<>();
            present(servers).forEach((name, server) -> {
                if (server == null) {
                    problems.add("servers." + name + " is empty");
                } else {
                    checked.put(name, server.checked("servers." + name, problems));
                }
            });
            return checked;
        }

        /** All problems at once. */
        Host checked(List<String> problems) {
            Map<String, ServerEntry> checkedServers = checkedServers(problems);
            Map<InstanceRef, InstanceEntry> checkedInstances = new LinkedHashMap<>();
            present(instances).forEach((name, instance) -> {
                String at = "instances." + name;
                try {
                    InstanceRef ref = InstanceRef.of(name);
                    if (instance == null) {
                        problems.add(at + " is empty");
                    } else {
                        checkedInstances.put(ref, instance.checked(at, checkedServers.keySet(), problems));
                    }
                } catch (IllegalArgumentException e) {
                    problems.add(at + ": " + e.getMessage());
                }
            });
            checkedInstances.forEach((ref, instance) -> instance.production()
                    .flatMap(production -> wrongProduction(instance, checkedInstances.get(production)))
                    .ifPresent(problem -> problems.add("instances." + ref + ".production: " + problem)));
            return new Host(
                    Path.of(required("filestores", filestores, problems)),
                    Optional.ofNullable(owner),
                    checkedServers,
                    checkedInstances);
        }
    }

    private static Optional<String> wrongProduction(InstanceEntry instance, @Nullable InstanceEntry production) {
        if (instance.type() == InstanceType.PRODUCTION) {
            return Optional.of("a production instance has none");
        }
        if (production == null) {
            return Optional.of("there is no such instance");
        }
        return production.type() == InstanceType.PRODUCTION
                ? Optional.empty()
                : Optional.of("that instance is no production");
    }

    record RawServer(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String secretRef,
            @Nullable String database,
            @Nullable String sslMode,
            @Nullable String caSecretRef) {
        private static final Set<String> MODES =
                Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

        ServerEntry checked(String at, List<String> problems) {
            String mode = sslMode == null ? "prefer" : sslMode;
            if (!MODES.contains(mode)) {
                problems.add(at + ".sslMode \"" + mode + "\" is none of " + String.join(", ", new TreeSet<>(MODES)));
            } else if (caSecretRef != null && !mode.startsWith("verify-")) {
                problems.add(
                        at + ".caSecretRef counts only where sslMode is verify-ca or verify-full, and it is " + mode);
            }
            return new ServerEntry(
                    required(at + ".host", host, problems),
                    port == null ? 5432 : port,
                    required(at + ".secretRef", secretRef, problems),
                    database == null ? "postgres" : database,
                    mode,
                    Optional.ofNullable(caSecretRef));
        }
    }

    record RawInstance(
            @Nullable InstanceType type,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> fqdns,

            @Nullable String server,
            @Nullable String role,
            @Nullable String databaseNamePrefix,
            @Nullable Integer odooMajor,
            @Nullable InstanceRef production,
            @Nullable String config,
            @Nullable Duration retention,
            @Nullable RawCommands commands,
            @Nullable RawReady ready) {
        InstanceEntry checked(String at, java.util.Set<String> servers, List<String> problems) {
            String on = required(at + ".server", server, problems);
            if (server != null && !servers.contains(server)) {
                problems.add(at + ".server: there is no \"" + server + "\" among the servers");
            }
            if (fqdns == null || fqdns.isEmpty()) {
                problems.add(at + ".fqdns is missing: give at least one host name");
            }
            return new InstanceEntry(
                    type == null ? InstanceType.STAGING : type,
                    fqdns == null ? List.of() : List.copyOf(fqdns),
                    on,
                    required(at + ".role", role, problems),
                    Optional.ofNullable(databaseNamePrefix),
                    Optional.ofNullable(odooMajor),
                    Optional.ofNullable(production),
                    Path.of(required(at + ".config", config, problems)),
                    positive(at + ".retention", retention, Duration.ofDays(7), problems),
                    commands(at, problems),
                    readyChecks(at + ".ready", problems));
        }

        /** Below the patience of a switch. */
        private static final Duration LONGEST = Duration.ofMinutes(10);

        private Commands commands(String at, List<String> problems) {
            if (commands == null || commands.stop() == null || commands.start() == null) {
                problems.add(at + ".commands.stop and .start are missing: give programs with arguments, as lists");
                return new Commands(List.of(), List.of(), List.of(), Duration.ofMinutes(5));
            }
            Duration timeout = positive(at + ".commands.timeout", commands.timeout(), Duration.ofMinutes(5), problems);
            if (timeout.compareTo(LONGEST) > 0) {
                problems.add(at + ".commands.timeout must be at most " + LONGEST
                        + ", for the instance is down meanwhile: " + timeout);
            }
            return new Commands(
                    commands.stop(), commands.start(), commands.odoo() == null ? List.of() : commands.odoo(), timeout);
        }

        private Ready readyChecks(String at, List<String> problems) {
            if (ready == null) {
                return new Ready(Optional.empty(), List.of(), Duration.ofMinutes(2));
            }
            if (ready.url() != null && !ready.url().matches("https?://[^\\s/]+(/\\S*)?")) {
                problems.add(at + ".url is no http address: " + ready.url());
            }
            return new Ready(
                    Optional.ofNullable(ready.url()),
                    ready.command() == null ? List.of() : ready.command(),
                    positive(at + ".timeout", ready.timeout(), Duration.ofMinutes(2), problems));
        }
    }

    record RawCommands(
            @Nullable List<String> stop,
            @Nullable List<String> start,
            @Nullable List<String> odoo,
            @Nullable Duration timeout) {}

    record RawReady(
            @Nullable String url,
            @Nullable List<String> command,
            @Nullable Duration timeout) {}

    private static <V> Map<String, V> present(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    private static Duration positive(String at, @Nullable Duration value, Duration otherwise, List<String> problems) {
        if (value != null && (value.isNegative() || value.isZero())) {
            problems.add(at + " must be longer than nothing: " + value);
        }
        return value == null ? otherwise : value;
    }

    private static String required(String at, @Nullable String value, List<String> problems) {
        if (value == null || value.isBlank()) {
            problems.add(at + " is missing");
            return "";
        }
        return value;
    }
}
