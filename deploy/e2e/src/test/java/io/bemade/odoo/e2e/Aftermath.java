package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must be true of an instance when its operations have ended, whatever happened to them. A worker must be up. */
final class Aftermath {
    private static final String BUILDERS = """
            SELECT rolname FROM pg_roles WHERE rolname LIKE 'odooctl%%'
               AND coalesce(shobj_description(oid, 'pg_authid'), '%1$s"') LIKE '%%%1$s"%%'
            """;

    private final E2eHost host;
    private final String name;

    Aftermath(E2eHost host, String name) {
        this.host = host;
        this.name = name;
    }

    /** @param kept the other pairs that there are */
    void serves(StoragePair current, StoragePair... kept) {
        List<StoragePair> all =
                Stream.concat(Stream.of(current), Stream.of(kept)).toList();
        marksAgree(current, kept);
        assertThat(host.query(
                        "postgres",
                        "SELECT datname || ' ' || datallowconn FROM pg_database WHERE datname LIKE '" + name + ".%'"))
                .as("databases, and whether they are open")
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .map(pair -> pair.database() + " " + pair.equals(current))
                        .toList());
        assertThat(host.query("postgres", BUILDERS.formatted("e2e/" + name)))
                .as("builder roles")
                .isEmpty();
        assertThat(files(host.directory.resolve("filestores"), 1))
                .as("data directories")
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(pair -> pair.filestore().value()).toList());
        assertThat(files(host.directory, Integer.MAX_VALUE))
                .as("files that are not finished, or not gone")
                .noneMatch(file -> file.startsWith(".new-")
                        || file.startsWith(".gone-")
                        || file.endsWith(".new")
                        || file.endsWith(".part")
                        || file.equals("command.conf"));
        assertThat(host.directory.resolve(name + ".conf"))
                .content()
                .contains("db_name = " + current.database() + "\n")
                .contains(current.filestore() + "\n");
        assertThat(host.directory.resolve(name + ".running")).exists();
    }

    private void marksAgree(StoragePair current, StoragePair... kept) {
        Inventory.Entry entry = host.inventory(InstanceRef.of("e2e/" + name));
        assertThat(entry.problem()).isEmpty();
        assertThat(entry.description().flatMap(found -> found.current())).isEqualTo(Optional.of(current));
        assertThat(pairs(entry, KeptPair.State.CURRENT)).containsExactly(current);
        assertThat(pairs(entry, KeptPair.State.RETAINED)).containsExactlyInAnyOrder(kept);
        assertThat(entry.pairs()).hasSize(1 + kept.length);
    }

    private static List<StoragePair> pairs(Inventory.Entry entry, KeptPair.State state) {
        return entry.pairs().stream()
                .filter(pair -> pair.state() == state)
                .map(KeptPair::pair)
                .toList();
    }

    private static List<String> files(Path directory, int depth) {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.skip(1)
                    .sorted(Comparator.naturalOrder())
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
