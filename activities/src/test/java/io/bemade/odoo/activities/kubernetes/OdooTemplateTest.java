package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OdooTemplateTest {
    private static final DatabaseName NEW = new DatabaseName("erp.example.com-1a2b3c4d");
    private static final String FILTER = "^erp\\.example\\.com-1a2b3c4d$";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [odoo, -d, erp]",
                "args: [--database=erp]",
                "command: [/entrypoint.sh, odoo, --database, erp]",
                "args: [--database=$(DB)], env: [{name: DB, value: erp}]",
                "env: [{name: PGDATABASE, value: erp}]",
                "env: [{name: SHORT, value: e}, {name: PGDATABASE, value: $(SHORT)rp}]",
                "args: [-d, erp], env: [{name: PGDATABASE, value: other}]",
                "command: [sh, -c, 'exec odoo \"$@\"', odoo], args: [-d, erp]",
            })
    void readsTheDatabaseWhereverItIsSaid(String odoo) {
        assertThat(template(odoo).database()).contains("erp");
        assertThat(template(odoo).claim()).contains("erp-data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [odoo]",
                "command: [/entrypoint.sh]",
                "args: [--database=]",
                "env: [{name: PGDATABASE, value: 'False'}]",
                "envFrom: [{secretRef: {name: login}}]",
            })
    void anInstanceThatNeverHadADatabaseNamesNone(String odoo) {
        assertThat(template(odoo).database()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [sh, -c, exec odoo -d erp]",
                "args: [-d, 'erp,shop']",
                "env: [{name: PGDATABASE, valueFrom: {configMapKeyRef: {name: c, key: k}}}]",
                "args: [--database=$(DB)], envFrom: [{configMapRef: {name: c}}]",
                "args: [-d, erp, --data-dir=/srv]",
            })
    void refusesWhatItCannotKnowAndNamesTheContainerOrTheDeployment(String odoo) {
        assertThatThrownBy(() -> template(odoo).database())
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("deployment erp in namespace shop");
    }

    @Test
    void pointsArguments() {
        Deployment pointed = pointed(Deployments.of("args: [odoo, -d, erp, --workers=2]"));
        assertThat(Deployments.odoo(pointed).getArgs())
                .containsExactly(
                        "odoo", "--database=" + NEW, "--workers=2", "--db-filter=" + FILTER, "--no-database-list");
        assertThat(template(pointed).database()).contains(NEW.value());
        assertThat(template(pointed).claim()).contains("odoo-data-erp-1a2b3c4d");
        assertThat(pointed.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    }

    @Test
    void pointsTheImagesOwnCommandWhenNothingIsSaid() {
        assertThat(Deployments.odoo(pointed(Deployments.of("env: [{name: HOST, value: db}]")))
                        .getArgs())
                .containsExactly("--database=" + NEW, "--db-filter=" + FILTER, "--no-database-list");
    }

    @Test
    void pointsVariables() {
        Deployment pointed = pointed(Deployments.of("env: [{name: PGDATABASE, value: erp}, {name: HOST, value: db}]"));
        assertThat(Deployments.odoo(pointed).getArgs()).isEmpty();
        assertThat(Deployments.odoo(pointed).getEnv())
                .containsExactly(
                        variable("PGDATABASE", NEW.value()),
                        variable("HOST", "db"),
                        variable("ODOO_DBFILTER", FILTER),
                        variable("ODOO_LIST_DB", "False"));
    }

    @Test
    void pointsVariablesThatAreNamedByAnnotations() {
        Deployment pointed = pointed(Deployments.of(
                "command: [sh, -c, exec odoo -d $DB], env: [{name: DB, value: erp}]",
                "",
                "bemade.io/database-variable: DB, bemade.io/db-filter-variable: FILTER"));
        assertThat(Deployments.odoo(pointed).getEnv())
                .containsExactly(
                        variable("DB", NEW.value()), variable("FILTER", FILTER), variable("ODOO_LIST_DB", "False"));
    }

    @Test
    void anArgumentThatContradictsTheVariableIsChangedToo() {
        Deployment pointed =
                pointed(Deployments.of("args: [-d, erp, --db-filter=.*], env: [{name: PGDATABASE, value: erp}]"));
        assertThat(Deployments.odoo(pointed).getArgs())
                .containsExactly("--database=" + NEW, "--db-filter=" + FILTER, "--no-database-list");
        assertThat(Deployments.odoo(pointed).getEnv()).containsExactly(variable("PGDATABASE", NEW.value()));
    }

    @Test
    void aNeighbourWithTheSameDatabaseFollowsAndOthersDoNot() {
        String more = """
                        - {name: exporter, image: exporter:1, env: [{name: PGDATABASE, value: postgres}]}
                        - {name: mailer, image: odoo:19.0, args: [-d, erp]}
                      initContainers:
                        - {name: update, image: odoo:19.0, command: [odoo, -d, erp, -u, all, --stop-after-init]}
                """;
        Deployment before = Deployments.of("args: [-d, erp]", more, "");
        Deployment pointed = pointed(before);
        var pod = pointed.getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().get(1))
                .isEqualTo(
                        before.getSpec().getTemplate().getSpec().getContainers().get(1));
        assertThat(pod.getContainers().get(2).getArgs()).containsExactly("--database=" + NEW);
        assertThat(pod.getInitContainers().get(0).getCommand())
                .containsExactly("odoo", "--database=" + NEW, "-u", "all", "--stop-after-init");
        assertThat(restored(before, pointed)).isEqualTo(json(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [odoo, -d, erp, --workers=2]",
                "image: odoo:18.0",
                "command: [/entrypoint.sh, odoo, --database, erp]",
                "args: [--database=$(DB)], env: [{name: DB, value: erp}, {name: PASSWORD, value: x}]",
                "env: [{name: A, value: b}, {name: PGDATABASE, value: erp}, {name: ODOO_LIST_DB, value: 'True'}]",
            })
    void whatWasThereComesBackExactly(String odoo) {
        Deployment before = Deployments.of(odoo);
        Deployment pointed = pointed(before);
        assertThat(json(pointed)).isNotEqualTo(json(before));
        assertThat(json(pointed(pointed))).isEqualTo(json(pointed));
        assertThat(restored(before, pointed)).isEqualTo(json(before));
    }

    @Test
    void keepsNoVariableThatItDoesNotChange() {
        Kept kept = template("args: [-d, erp], env: [{name: PASSWORD, value: marker-secret}]")
                .kept("restore/shop/erp/1");
        assertThat(Deployments.SERIALIZATION.asJson(kept)).contains("erp-data").doesNotContain("marker-secret");
    }

    @Test
    void aPartOfAVolumeIsNoFilestore() {
        Deployment deployment = Deployments.of("args: [-d, erp]");
        Deployments.odoo(deployment).getVolumeMounts().get(0).setSubPath("odoo");
        assertThatThrownBy(() -> template(deployment).claim()).hasMessageContaining("subPath");
    }

    @Test
    void anotherMountPathIsNamed() {
        assertThatThrownBy(() -> new OdooTemplate(Deployments.of("args: [-d, erp]"), "/data").database())
                .hasMessageContaining("/data")
                .hasMessageContaining("spec.filestore.mountPath");
    }

    private static Deployment pointed(Deployment deployment) {
        return template(deployment).pointed(NEW, "odoo-data-erp-1a2b3c4d");
    }

    /** Through the annotation's JSON and back. */
    private static JsonNode restored(Deployment before, Deployment pointed) {
        String kept = Deployments.SERIALIZATION.asJson(template(before).kept("restore/shop/erp/1"));
        return json(Deployments.SERIALIZATION.unmarshal(kept, Kept.class).restored(pointed));
    }

    private static JsonNode json(Deployment deployment) {
        return Deployments.SERIALIZATION.convertValue(deployment, JsonNode.class);
    }

    private static OdooTemplate template(String odoo) {
        return template(Deployments.of(odoo));
    }

    private static OdooTemplate template(Deployment deployment) {
        return new OdooTemplate(deployment, "/var/lib/odoo");
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
