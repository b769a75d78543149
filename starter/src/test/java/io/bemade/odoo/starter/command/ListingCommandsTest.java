package io.bemade.odoo.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.starter.fake.FakeInventory;
import io.bemade.odoo.starter.fake.Site;
import io.bemade.odoo.workflows.model.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ListingCommandsTest {
    private static final Site SITE = new Site();

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Test
    void pairsShowsTheCurrentOneAndWhenTheOthersGo() {
        Site.Run run = SITE.runAtNoon("pairs", "shop/erp");

        assertThat(run.lines())
                .containsExactly(
                        "   STATE     DATABASE                  FILESTORE               SIZE    CREATED           KEPT UNTIL",
                        "*  current   erp.example.com-1a2b3c4d  odoo-data-erp-1a2b3c4d  2.3 GB  2026-11-21 09:00  -",
                        "   retained  erp.example.com-0badcafe  odoo-data-erp-0badcafe  2.1 GB  2026-10-22 10:00"
                                + "  2026-11-27 13:00 (in 6 d 3 h)");
    }

    @Test
    void pairsShowsWhatTheConfigurationSaysBeforeWhatMarksSay() {
        List<String> lines = SITE.runAtNoon("pairs", "shop/odd").lines();

        assertThat(lines.stream().map(line -> line.substring(0, 13).strip()))
                .containsExactly(
                        "STATE", "*  current", "out of use", "retained", "never used", "ready", "building", "doomed");
        assertThat(lines.stream().filter(line -> line.endsWith("2026-11-27 10:00 (in 6 d)")))
                .hasSize(2)
                .allMatch(line -> line.contains("retained") || line.contains("never used"));
    }

    @Test
    void theSameIsSaidToPrograms() throws IOException {
        JsonNode pairs = Json.mapper()
                .readTree(SITE.run("pairs", "shop/odd", "-o", "json").out())
                .get("pairs");
        JsonNode instances =
                Json.mapper().readTree(SITE.run("instances", "-o", "json").out());

        assertThat(pairs.findValuesAsText("state"))
                .containsExactly("CURRENT", "OUT_OF_USE", "RETAINED", "NEVER_USED", "READY", "BUILDING", "DOOMED");
        assertThat(pairs.at("/0/deleteAt").isNull()).isTrue();
        assertThat(pairs.at("/3/deleteAt").asText()).isEqualTo("2026-11-27T10:00:00Z");
        assertThat(instances.at("/1/pairs")).isEqualTo(pairs);
    }

    @Test
    void anOutputThatThereIsNotIsAnsweredWithThoseThatThereAre() {
        Site.Run run = SITE.run("pairs", "shop/erp", "-o", "xml");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Invalid value for option '--output': \"xml\" is not a form of output: write text (the"
                        + " default) or json\n");
        assertThat(SITE.run("pairs", "shop/erp", "-o", "JSON").out()).startsWith("{");
    }

    @Test
    void pairsOfAnUnknownInstanceIsOneSentence() {
        assertThat(SITE.run("pairs", "shop/gone"))
                .isEqualTo(new Site.Run(1, "", "There is no instance shop/gone: see \"odooctl instances\"\n"));
        assertThat(SITE.run("pairs", "shop/lost").err()).isEqualTo("odoo.conf of shop/lost is not there\n");
    }

    @Test
    void instancesShowsEachAndWhatIsWrongWithIt() {
        Site.Run run = SITE.run("instances");

        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "INSTANCE   TYPE        HOST             DATABASE                  OTHER PAIRS",
                        "shop/erp   production  erp.example.com  erp.example.com-1a2b3c4d  1 retained",
                        "shop/odd   staging     odd.example.com  odd.example.com-00000001  1 retained, 1 never used,"
                                + " 1 out of use, 1 ready, 1 building, 1 doomed",
                        "shop/lost  ?           ?                -                         -");
        assertThat(run.err()).isEqualTo("shop/lost: odoo.conf of shop/lost is not there\n");
    }

    @Test
    void instancesAreShownAnewWhenThatIsAsked() {
        int before = FakeInventory.SHOWN.get();
        Site.Run plain = SITE.run("instances");
        assertThat(FakeInventory.SHOWN).hasValue(before);
        assertThat(SITE.run("instances", "--refresh")).isEqualTo(plain);
        assertThat(FakeInventory.SHOWN).hasValue(before + 1);
    }

    @Test
    void listsAreJsonForPrograms() throws IOException {
        JsonNode instances =
                Json.mapper().readTree(SITE.run("instances", "-o", "json").out());
        JsonNode pairs = Json.mapper()
                .readTree(SITE.run("pairs", "shop/erp", "-o", "json").out());

        assertThat(instances.at("/0/instance").asText()).isEqualTo("shop/erp");
        assertThat(pairs.at("/pairs/1/deleteAt").asText()).isEqualTo("2026-11-27T13:00:00Z");
        assertThat(pairs.at("/description/current/database").asText()).isEqualTo("erp.example.com-1a2b3c4d");
    }

    @Test
    void rollbackGoesToTheNamedDatabase() throws IOException {
        JsonNode plan = Json.mapper()
                .readTree(SITE.run(
                                "rollback",
                                "shop/erp",
                                "--to",
                                "erp.example.com-0badcafe",
                                "--request",
                                "back",
                                "--dry-run",
                                "-o",
                                "json")
                        .out());
        Site.Run done = SITE.run("rollback", "shop/erp", "--request", "back", "--wait");

        assertThat(plan.get("request").toString())
                .isEqualTo("{\"instance\":\"shop/erp\",\"toDatabase\":\"erp.example.com-0badcafe\"}");
        assertThat(plan.get("workflowId").asText()).isEqualTo("rollback/shop/erp/back");
        assertThat(done.out())
                .contains("shop/erp uses erp.example.com-0badcafe again.")
                .contains("It used erp.example.com-1a2b3c4d before");
    }

    @Test
    void aCloneSaysWhatProductionNoticed() throws IOException {
        JsonNode plan = Json.mapper()
                .readTree(
                        SITE.run("clone", "shop/erp", "--request", "x", "--retention", "1d", "--dry-run", "-o", "json")
                                .out());
        Site.Run done = SITE.run("clone", "shop/erp", "--request", "x", "--wait");

        assertThat(plan.get("request").toString()).isEqualTo("{\"instance\":\"shop/erp\",\"retention\":\"PT24H\"}");
        assertThat(plan.get("workflowId").asText()).isEqualTo("staging-clone/shop/erp/x");
        assertThat(done.exit()).as(done.toString()).isZero();
        assertThat(done.out())
                .contains("a copy of erp.example.com-1a2b3c4d of shop/erp")
                .contains("shop/erp refused connections for 7 ms; then they waited for 900 ms.");
    }

    @Test
    void aCloneAndAReloadCanBeToldHowToCopy() throws IOException {
        for (String command : new String[] {"clone", "reload"}) {
            Site.Run plan =
                    SITE.run(command, "shop/erp", "--strategy", "online", "--allow-freeze", "--dry-run", "-o", "json");
            assertThat(Json.mapper().readTree(plan.out()).get("request").toString())
                    .isEqualTo("{\"instance\":\"shop/erp\",\"strategy\":\"online\",\"allowFreeze\":true}");
        }
        assertThat(SITE.run("clone", "shop/erp", "--strategy", "fast").err())
                .contains("\"fast\" is not a strategy: write auto (the default), template or online");
    }

    @Test
    void aDatabaseNameThatIsAPathIsRefused() {
        Site.Run run = SITE.run("rollback", "shop/erp", "--to", "../erp");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("database name \"../erp\" is not allowed");
    }

    @Test
    void doctorFindsThatAllIsWell() {
        Site.Run run = SITE.run("doctor");

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains("[ok]   Temporal at in memory: answers")
                .contains("[ok]   PostgreSQL server main: answers, version 18.1")
                .doesNotContain("BAD");
    }

    @Test
    void doctorShowsTheRemedyOfWhatIsNotWell() throws IOException {
        Site.Run run = SITE.run("doctor", "--task-queue", "sick");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("[BAD]  Program pg_restore: not found")
                .contains("       -> install postgresql-client-18");
        JsonNode report = Json.mapper()
                .readTree(
                        SITE.run("doctor", "--task-queue", "sick", "-o", "json").out());
        assertThat(report.get("good").asBoolean()).isFalse();
        assertThat(report.at("/findings/0/subject").asText()).isEqualTo("Temporal at in memory");
    }

    @Test
    void everyCommandExplainsItselfWithExamplesAndExitCodes() {
        for (String command : List.of(
                "restore",
                "clone",
                "reload",
                "rollback",
                "instances",
                "pairs",
                "operations",
                "watch",
                "cancel",
                "doctor")) {
            Site.Run help = SITE.run(command, "--help");

            assertThat(help.exit()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out())
                    .doesNotContainIgnoringCase("warn")
                    .contains("Examples:\n  odooctl " + command, "Exit codes:", "  130   interrupted");
        }
    }

    @Test
    void knowsItsVersionAndCompletesInAShell() {
        assertThat(SITE.run("--version").out()).startsWith("odooctl ").doesNotContain("${");
        assertThat(SITE.run("generate-completion").out())
                .contains("complete -F _complete_odooctl")
                .contains("--if-busy");
    }

    @Test
    void aCommandMustBeNamed() {
        assertThat(SITE.run().exit()).isEqualTo(2);
        assertThat(SITE.run("restor").err()).contains("Did you mean: odooctl restore");
    }
}
