package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Secrets that the kubelet mounted into this pod: {@code <directory>/<name>/<key>}. Who else may read them is the pod's
 * affair, so modes are not looked at. Another namespace than the pod's own there is none.
 *
 * @param directory that holds one directory for each secret
 */
public record MountedSecrets(Path directory) implements Secrets {
    @Override
    public Secret get(String namespace, String name) {
        Path folder = directory.resolve(name).normalize();
        if (!directory.equals(folder.getParent())) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" is not a secret's name");
        }
        Map<String, String> values = Files.isDirectory(folder) ? read(name, folder) : Map.of();
        if (values.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "secret " + name + " of namespace " + namespace
                            + " is not there, or this worker was not given it: make it, and name it in the worker's settings");
        }
        return new Secret(name, values);
    }

    private static Map<String, String> read(String name, Path folder) {
        Map<String, String> values = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                values.put(file.getFileName().toString(), Files.readString(file).stripTrailing());
            }
            return values;
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "secret " + name + " cannot be read at the moment", e);
        }
    }
}
