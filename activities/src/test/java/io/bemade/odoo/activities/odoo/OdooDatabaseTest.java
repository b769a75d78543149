package io.bemade.odoo.activities.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.postgres.RealPostgres;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseProof;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OdooDatabaseTest {
    private final PostgresDatabases databases = RealPostgres.databases();
    private final OdooDatabase odoo = new OdooDatabase(databases);
    private final Building building = RealPostgres.building();
    private final StoragePair pair = building.pair();

    @BeforeEach
    void create() throws Exception {
        databases.create(building);
        run(schema());
    }

    @AfterEach
    void drop() {
        databases.drop(building);
    }

    @Test
    void isProvenByItsInstalledModules() {
        assertThat(odoo.prove(pair)).isEqualTo(new DatabaseProof("19.0.1.3", 5, 5, List.of()));
    }

    @Test
    void whatTheDumpLeftUnvalidatedIsReported() throws SQLException {
        run("ALTER TABLE ir_attachment ADD CONSTRAINT \"Never\" CHECK (id IS NULL) NOT VALID");
        assertThat(odoo.prove(pair).unvalidated()).containsExactly("constraint Never of ir_attachment");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    DROP TABLE ir_module_module                                        | no table ir_module_module
                    ALTER TABLE ir_module_module RENAME TO "IR_MODULE_MODULE"          | no table ir_module_module
                    DELETE FROM ir_module_module WHERE name = 'base'                   | module base is not installed
                    UPDATE ir_module_module SET state = 'uninstalled'                  | module base is not installed
                    DROP TABLE ir_attachment                                           | not those of an Odoo
                    """)
    void whatIsNoOdooIsNotProven(String change, String says) throws SQLException {
        run(change);
        refused(() -> odoo.prove(pair), ErrorCode.NOT_PROVEN, pair.toString(), says);
    }

    @Test
    void aNeutralizedCopyIsHarmless() throws SQLException {
        Neutralization done = odoo.neutralize(pair);
        assertThat(done.notCovered()).containsExactly("payment_stripe", "sale_sms");
        odoo.verifyNeutralized(pair);

        assertThat(ask("SELECT name || ' ' || smtp_host FROM ir_mail_server WHERE active"))
                .containsExactly("neutralized: mail goes nowhere invalid");
        assertThat(ask("SELECT 1 FROM ir_mail_server WHERE smtp_pass IS NOT NULL"))
                .isEmpty();
        assertThat(ask("SELECT 1 FROM fetchmail_server WHERE active OR password IS NOT NULL"))
                .isEmpty();
        assertThat(ask("SELECT id FROM ir_cron WHERE active"))
                .as("autovacuum only deletes what is obsolete")
                .containsExactly("1");
        assertThat(ask("SELECT state FROM mail_mail ORDER BY id")).containsExactly("cancel", "cancel", "sent");
        assertThat(ask("SELECT state FROM payment_provider ORDER BY id"))
                .containsExactly("disabled", "test", "disabled");
        assertThat(ask("SELECT state FROM payment_acquirer")).containsExactly("disabled");
        assertThat(ask("SELECT 1 FROM delivery_carrier WHERE active OR prod_environment"))
                .isEmpty();
        assertThat(ask("SELECT account_token FROM iap_account ORDER BY id"))
                .containsExactly("token+disabled", "old+disabled");
        assertThat(ask("SELECT id FROM mail_ice_server UNION ALL SELECT id FROM mail_push_device"))
                .isEmpty();
        assertThat(ask("SELECT concat(google_calendar_token, google_calendar_rtoken, microsoft_calendar_token,"
                        + " microsoft_calendar_rtoken) FROM res_users_settings"))
                .containsExactly("");
        assertThat(ask("SELECT webhook_url FROM ir_act_server ORDER BY id")).containsExactly("http://invalid/", null);
        assertThat(ask("SELECT id FROM ir_ui_view WHERE active"))
                .as("the banner says what it is")
                .containsExactly("7");
        assertThat(ask("SELECT key FROM ir_config_parameter WHERE key LIKE 'mail.%'"))
                .isEmpty();
        assertThat(ask("SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'"))
                .containsExactly("true");
    }

    @Test
    void neutralizingTwiceIsHarmlessToo() throws SQLException {
        odoo.neutralize(pair);
        odoo.neutralize(pair);
        odoo.verifyNeutralized(pair);
        assertThat(ask("SELECT smtp_host FROM ir_mail_server WHERE active")).containsExactly("invalid");
        assertThat(ask("SELECT account_token FROM iap_account ORDER BY id"))
                .containsExactly("token+disabled", "old+disabled");
    }

    @Test
    void aMailServerOfAnOlderOdooIsReplacedToo() throws SQLException {
        run("ALTER TABLE ir_mail_server DROP COLUMN smtp_authentication");
        odoo.neutralize(pair);
        odoo.verifyNeutralized(pair);
        assertThat(ask("SELECT smtp_host FROM ir_mail_server WHERE active")).containsExactly("invalid");
    }

    @Test
    void aLiveCopyIsNotHarmlessAndEveryReasonIsSaid() {
        refused(
                () -> odoo.verifyNeutralized(pair),
                ErrorCode.NOT_NEUTRALIZED,
                "database.is_neutralized is not set",
                "1 active outgoing mail servers",
                "1 active incoming mail servers",
                "1 active scheduled actions",
                "1 mails waiting to be sent",
                "1 live payment providers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    UPDATE ir_mail_server SET active = true                            | 1 active outgoing mail servers
                    UPDATE ir_mail_server SET smtp_host = 'smtp.example.com'           | 1 active outgoing mail servers
                    UPDATE fetchmail_server SET active = true                          | 1 active incoming mail servers
                    UPDATE ir_cron SET active = true                                   | 2 active scheduled actions
                    UPDATE mail_mail SET state = 'outgoing'                            | 3 mails waiting to be sent
                    UPDATE payment_provider SET state = 'enabled' WHERE id = 1         | 1 live payment providers
                    UPDATE payment_acquirer SET state = 'enabled'                      | 1 live payment providers
                    UPDATE ir_config_parameter SET value = 'False'                     | is_neutralized is not set
                    DELETE FROM ir_config_parameter                                    | is_neutralized is not set
                    DROP TABLE ir_config_parameter                                     | is_neutralized is not set
                    """)
    void eachDangerAloneIsNamed(String danger, String says) throws SQLException {
        odoo.neutralize(pair);
        run(danger);
        refused(() -> odoo.verifyNeutralized(pair), ErrorCode.NOT_NEUTRALIZED, pair.toString(), "(", says + ")");
    }

    @Test
    void aReferenceToNothingHidesNoScheduledAction() throws SQLException {
        run("UPDATE ir_model_data SET res_id = NULL WHERE name = 'autovacuum_job'");
        refused(() -> odoo.verifyNeutralized(pair), ErrorCode.NOT_NEUTRALIZED, "2 active scheduled actions");
        odoo.neutralize(pair);
        odoo.verifyNeutralized(pair);
        assertThat(ask("SELECT id FROM ir_cron WHERE active")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ir_mail_server",
                "fetchmail_server",
                "ir_cron",
                "mail_mail",
                "payment_provider",
                "payment_acquirer",
                "delivery_carrier",
                "iap_account",
                "mail_ice_server",
                "mail_push_device",
                "res_users_settings",
                "ir_act_server",
                "ir_ui_view"
            })
    void aTableThatIsMissingIsPassedOver(String table) throws SQLException {
        run("DROP TABLE " + table);
        odoo.neutralize(pair);
        odoo.finishNeutralization(pair);
        odoo.verifyNeutralized(pair);
    }

    @Test
    void aNeutralizationThatFailsChangesNothing() throws SQLException {
        run("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$");
        run("CREATE TRIGGER no BEFORE INSERT OR UPDATE ON ir_config_parameter EXECUTE FUNCTION no()");
        refused(() -> odoo.neutralize(pair), ErrorCode.NOT_PROVEN, pair.toString(), "no");
        assertThat(ask("SELECT smtp_host FROM ir_mail_server WHERE active")).containsExactly("smtp.example.com");
    }

    @Test
    void finishesWhatOdooItselfLeavesAlive() throws SQLException {
        odoo.finishNeutralization(pair);
        assertThat(ask("SELECT state FROM mail_mail ORDER BY id")).containsExactly("cancel", "cancel", "sent");
        assertThat(ask("SELECT smtp_pass FROM ir_mail_server")).containsExactly((String) null);
        assertThat(ask("SELECT password FROM fetchmail_server")).containsExactly((String) null);
    }

    @Test
    void aCopyGetsAnIdentityOfItsOwn() throws SQLException {
        odoo.renewIdentity(pair);
        String uuid = parameter("database.uuid");
        String secret = parameter("database.secret");
        assertThat(uuid).matches("[0-9a-f-]{36}").isNotEqualTo(secret);
        assertThat(secret).matches("[0-9a-f-]{36}");
        assertThat(parameter("database.create_date"))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
                .doesNotStartWith("2020");
        assertThat(parameter("web.base.url")).isEqualTo("https://erp.example.com");
        assertThat(ask("SELECT 1 FROM ir_config_parameter WHERE key = 'database.enterprise_code'"))
                .isEmpty();

        odoo.renewIdentity(pair);
        assertThat(parameter("database.uuid")).isNotEqualTo(uuid);
    }

    @Test
    void storeNamesAreGivenOnceEach() {
        List<String> names = new ArrayList<>();
        FilestoreProof proof = odoo.overStoreNames(pair, stored -> {
            stored.forEachRemaining(names::add);
            return new FilestoreProof(names.size(), 0, 0, List.of());
        });
        assertThat(names).containsExactlyInAnyOrder("aa/aa01", "bb/bb02");
        assertThat(proof.referenced()).isEqualTo(2);
    }

    @Test
    void manyStoreNamesAreStreamed() throws SQLException {
        run("INSERT INTO ir_attachment (store_fname) SELECT 'cc/' || n FROM generate_series(1, 12345) n");
        FilestoreProof proof = odoo.overStoreNames(pair, stored -> {
            long count = 0;
            while (stored.hasNext()) {
                stored.next();
                count++;
            }
            return new FilestoreProof(count, 0, 0, List.of());
        });
        assertThat(proof.referenced()).isEqualTo(12_347);
    }

    @Test
    void aServerThatPutsUsOutIsUnavailable() throws SQLException {
        run("INSERT INTO ir_attachment (store_fname) SELECT 'cc/' || n FROM generate_series(1, 12345) n");
        refused(
                () -> odoo.overStoreNames(pair, stored -> {
                    databases.drop(building);
                    stored.forEachRemaining(name -> {});
                    return new FilestoreProof(0, 0, 0, List.of());
                }),
                ErrorCode.UNAVAILABLE,
                "attachments");
    }

    @Test
    void aServerThatHasNoConnectionLeftIsUnavailable() {
        String builder = databases.builderAccess(pair).user();
        RealPostgres.SERVER.execute("ALTER ROLE \"" + builder + "\" CONNECTION LIMIT 0");
        refused(() -> odoo.prove(pair), ErrorCode.UNAVAILABLE, "too many connections", "53300");
    }

    private String parameter(String key) throws SQLException {
        return ask("SELECT value FROM ir_config_parameter WHERE key = '" + key + "'")
                .get(0);
    }

    private static void refused(ThrowingCallable deed, ErrorCode code, String... says) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContainingAll(says);
    }

    private static String schema() throws IOException {
        try (InputStream in = OdooDatabaseTest.class.getResourceAsStream("odoo.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = databases.connectAsBuilder(pair);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> ask(String sql) throws SQLException {
        try (Connection connection = databases.connectAsBuilder(pair)) {
            return OdooDatabase.column(connection, sql);
        }
    }
}
