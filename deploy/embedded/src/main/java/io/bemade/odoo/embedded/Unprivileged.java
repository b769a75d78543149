package io.bemade.odoo.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What stands before PostgreSQL's programs, which refuse to run as root: nothing for an ordinary user. */
final class Unprivileged {
    /** In a user namespace of its own root is nobody, yet still owns its files. Containers often forbid this. */
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    /** Nobody, but one who may enter root's directories. Containers allow this. */
    private static final List<String> NOBODY = List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override");

    private Unprivileged() {}

    /** @throws ServerException when we are root and this system offers no way not to be */
    static List<String> prefix() {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        for (List<String> way : List.of(NAMESPACE, NOBODY)) {
            if (works(way)) {
                return way;
            }
        }
        throw new ServerException(
                "PostgreSQL could not be started: it refuses to run as root, and neither unshare nor setpriv works here: "
                        + "run this as an ordinary user",
                null);
    }

    private static boolean works(List<String> way) {
        try {
            Process trial = new ProcessBuilder(
                            Stream.concat(way.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
