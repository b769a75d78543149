package io.bemade.odoo.activities.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfFileTest {
    private static final InstanceRef ERP = InstanceRef.of("shop/erp");
    private static final byte[] FOUND =
            "[options]\r\ndb_name = old\r\n; t\u00e9l\u00e9\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory = Path.of("");

    private Path path = Path.of("");
    private ConfFile conf = new ConfFile(path);

    @BeforeEach
    void write() throws IOException {
        path = directory.resolve("erp.conf");
        Files.write(path, FOUND);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        conf = new ConfFile(path);
    }

    @Test
    void isChangedAndChangedBackByteForByteWithItsMode() throws IOException {
        change("restore/1", "new");
        assertThat(conf.read().get("db_name")).contains("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
        changeBack("restore/1");
        assertThat(path).hasBinaryContent(FOUND);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aChangeThatIsRepeatedStillKnowsWhatItFound() {
        change("restore/1", "new");
        change("restore/1", "new");
        changeBack("restore/1");
        assertThat(path).hasBinaryContent(FOUND);
        changeBack("restore/1");
        assertThat(path).hasBinaryContent(FOUND);
    }

    @Test
    void whatAnotherChangeKeptIsForgotten() {
        change("restore/1", "new");
        change("restore/2", "newer");
        changeBack("restore/1");
        assertThat(conf.read().get("db_name")).contains("newer");
        changeBack("restore/2");
        assertThat(conf.read().get("db_name")).contains("new");
    }

    @Test
    void namesOfOperationsMayBeLongerThanNamesOfFiles() {
        String key = "restore/" + "x".repeat(900);
        change(key, "new");
        changeBack(key);
        assertThat(path).hasBinaryContent(FOUND);
    }

    @Test
    void aLowerTicketIsFencedOffAndAnEqualOneIsNot() {
        conf.fence(ERP, 41);
        conf.fence(ERP, 41);
        conf.fence(ERP, 1_795_000_000_000L);
        refused(() -> conf.fence(ERP, 41), ErrorCode.FENCED_OFF, "a newer operation works on shop/erp");
        conf.fence(ERP, 1_795_000_000_001L);
    }

    @Test
    void aChangeWithALowerTicketChangesNothing() {
        change("restore/1", "new");
        conf.fence(ERP, 41);
        refused(() -> change("restore/1", "newer"), ErrorCode.FENCED_OFF, "shop/erp");
        refused(() -> changeBack("restore/1"), ErrorCode.FENCED_OFF, "shop/erp");
        assertThat(conf.read().get("db_name")).contains("new");
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path link = directory.resolve("link.conf");
        Files.createSymbolicLink(link, path);
        new ConfFile(link).change(ERP, 1, "restore/1", text -> text.with(Map.of("db_name", "new")));
        assertThat(link).isSymbolicLink();
        assertThat(conf.read().get("db_name")).contains("new");
        changeBack("restore/1");
        assertThat(path).hasBinaryContent(FOUND);
    }

    @Test
    void theConfigurationOfACommandIsOursAloneAndOverwritten() throws IOException {
        conf.fence(ERP, 1);
        Path left = conf.forCommand(new OdooConf("[options]\ndb_password = old\n"));
        Path file = conf.forCommand(new OdooConf("[options]\ndb_password = geheim\n"));
        assertThat(file).isEqualTo(left).hasContent("[options]\ndb_password = geheim\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        conf.forget(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        Files.delete(path);
        refused(conf::read, ErrorCode.ACCESS_DENIED, path + " could not be read");
        refused(() -> change("restore/1", "new"), ErrorCode.ACCESS_DENIED, path + " could not be changed");
    }

    private void change(String key, String database) {
        conf.change(ERP, 1, key, text -> text.with(Map.of("db_name", database)));
    }

    private void changeBack(String key) {
        conf.changeBack(ERP, 1, key);
    }

    private static void refused(Runnable attempt, ErrorCode code, String says) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(OrchestratorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(says);
        });
    }
}
