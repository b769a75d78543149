package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets of one host: {@code <directory>/<name>/<key>}, one value a file, which only its owner may read (mode 600 or 400);
 * or the environment, {@code ODOOCTL_SECRET_<NAME>_<KEY>}, upper-case with underscores.
 */
public final class LocalSecrets implements Secrets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path directory;
    private final Map<String, String> environment;

    public LocalSecrets(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Secret get(String namespace, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "\"" + name + "\" is not a secret's name: use lower-case letters, digits, '-' and '.'");
        }
        Map<String, String> values = new HashMap<>();
        fromEnvironment(name, values);
        Path folder = directory.resolve(name);
        if (Files.isDirectory(folder)) {
            fromFiles(name, folder, values);
        } else if (values.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "there is no secret " + name + ": create the directory " + folder + " with one file a value");
        }
        return new Secret(name, values);
    }

    private void fromEnvironment(String name, Map<String, String> values) {
        String prefix = "ODOOCTL_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_") + "_";
        environment.forEach((variable, value) -> {
            if (variable.startsWith(prefix)) {
                values.put(
                        variable.substring(prefix.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        value);
            }
        });
    }

    private static void fromFiles(String name, Path folder, Map<String, String> values) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                    throw new OrchestratorException(
                            ErrorCode.ACCESS_DENIED, "secret " + name + " is readable by others: chmod 600 " + file);
                }
                List<String> lines = Files.readAllLines(file);
                values.put(file.getFileName().toString(), String.join("\n", lines));
            }
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.ACCESS_DENIED,
                    "secret " + name + " cannot be read from " + folder + ": check its mode",
                    e);
        }
    }
}
