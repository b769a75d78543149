package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.crds.InstanceType;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OperationPhase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The definitions in a real API server: what they accept, what they refuse and how they say so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomResourcesE2E {
    private static final Path SAMPLES = Path.of("../samples");
    private static final KubernetesSerialization CLIENT = new KubernetesSerialization();

    private Kubectl kubectl;

    @BeforeAll
    void applyDefinitionsAndSamples() {
        kubectl = Kubectl.of(
                RealStack.require(), "e2e-crds-" + ProcessHandle.current().pid());
        kubectl.define();
        kubectl.run("create", "namespace", kubectl.namespace()).orThrow();
        kubectl.run("apply", "-f", SAMPLES.toString()).orThrow();
    }

    @AfterAll
    void removeThem() {
        if (kubectl != null) {
            kubectl.deleteNamespace();
        }
    }

    @Test
    void theServerHasNoComplaints() {
        String conditions = kubectl.run(
                        "get",
                        "-f",
                        Kubectl.DEFINITIONS.toString(),
                        "-o",
                        "jsonpath={range .items[*].status.conditions[*]}{.type}={.status}{'\\n'}{end}")
                .orThrow();
        assertThat(conditions.lines()).hasSize(8).containsOnly("NamesAccepted=True", "Established=True");
    }

    @Test
    void whatIsLeftOutIsFilledIn() {
        OdooInstance staging = get("odooinstance", "erp-staging", OdooInstance.class);
        assertThat(staging.getSpec().instanceType()).isEqualTo(InstanceType.STAGING);
        assertThat(jsonPath("odooinstance", "erp-staging", "{.spec.instanceType} {.spec.filestore.mountPath}"))
                .isEqualTo("staging /var/lib/odoo");
        assertThat(jsonPath("odooinstance", "erp", "{.spec.retention}")).isEqualTo("P14D");
        assertThat(jsonPath("odoorestore", "erp-2026-11-20", "{.spec.approval} {.spec.backupFirst}"))
                .isEqualTo("automatic false");
    }

    @Test
    void whatTheServerHoldsIsReadIntoTheTypes() {
        assertThat(get("odoorestore", "erp-2026-11-20", OdooInstanceRestore.class)
                        .getSpec()
                        .scheduledTime())
                .isEqualTo(Instant.parse("2026-11-21T03:00:00Z"));
        assertThat(get("odooreload", "erp-staging-sprint-12", OdooInstanceReload.class)
                        .getSpec()
                        .scheduledTime())
                .isEqualTo(Instant.parse("2026-11-22T21:00:00Z"));
    }

    @Test
    void theStatusIsWrittenApartAndShownInColumns() {
        String status = """
                {"status":{"database":{"name":"erp.example.com-1a2b3c4d","initialRestorationComplete":true},
                 "storage":{"current":{"database":"erp.example.com-1a2b3c4d","filestore":"odoo-data-erp-1a2b3c4d"},
                  "previous":[{"database":"erp.example.com-00000000","filestore":"odoo-data-erp-00000000",
                   "scheduledForDeletionAt":"2026-11-27T03:00:00Z"}]},
                 "operation":{"workflowId":"restore/shop/erp/1","phase":"InProgress","percent":40},
                 "conditions":[{"type":"Ready","status":"True","reason":"Answers","message":"Odoo answers.",
                  "lastTransitionTime":"2026-11-20T03:00:00Z"}]}}""";
        kubectl.patch("odooinstance", "erp", status, "--subresource=status").orThrow();
        assertThat(kubectl.patch("odooinstance", "erp", "{\"status\":null}").orThrow())
                .contains("no change");
        OdooInstanceStatus read = get("odooinstance", "erp", OdooInstance.class).getStatus();
        assertThat(read).isNotNull();
        assertThat(read.operation())
                .isEqualTo(
                        new OdooInstanceStatus.Operation("restore/shop/erp/1", OperationPhase.IN_PROGRESS, null, 40));
        assertThat(kubectl.run("get", "odooinstances", "erp").orThrow())
                .containsPattern("NAME +TYPE +DATABASE +PHASE +AGE")
                .containsPattern("erp +production +erp.example.com-1a2b3c4d +InProgress +\\d");
        kubectl.patch(
                        "odoorollback",
                        "erp-back",
                        json("{'status':{'phase':'Failed','progress':7,'message':'It broke.'}}"),
                        "--subresource=status")
                .orThrow();
        assertThat(kubectl.run("get", "odoorollback").orThrow())
                .containsPattern("NAME +TARGET +PHASE +PROGRESS +MESSAGE +AGE")
                .containsPattern("erp-back +erp +Failed +7 +It broke\\. +\\d");
    }

    @Test
    void oneWordListsThemAll() {
        assertThat(kubectl.run("get", "odoo", "-o", "name").orThrow().lines())
                .contains(
                        "odooinstance.bemade.io/erp",
                        "odooinstance.bemade.io/erp-staging",
                        "odooinstancerestore.bemade.io/erp-2026-11-20",
                        "odooinstancereload.bemade.io/erp-staging-sprint-12",
                        "odooinstancerollback.bemade.io/erp-back");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odooinstance | its workload, and the pair of database and filestore",
                "odooinstance.spec.database | Where the instance's databases live and who owns them.",
                "odooinstance.spec.database | Begins the names of the databases instead of the first host name.",
                "odooinstance.spec.database.stagingConfig | never be changed or taken away",
                "odooinstance.spec.instanceType | no mail, no scheduled actions, no payments",
                "odooinstance.status.storage.previous | When the pair will be deleted.",
                "odoorestore.spec.source.s3 | Bucket that holds the backup.",
                "odoorollback.spec | Database of the pair to go back to",
                "odooreload.status | AwaitingApproval for a person",
            })
    void kubectlExplains(String field, String words) {
        String explained = kubectl.run("explain", field).orThrow();
        assertThat(explained.replaceAll("\\s+", " ")).contains(words);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "restore.yaml | {'spec':{'scheduledTime':'2026-11-21T03:00:00.123456789+17:59'}}",
                "restore.yaml | {'spec':{'scheduledTime':'9999-12-31T23:59:59-17:59'}}",
                "restore.yaml | {'spec':{'retention':'P9999DT999999H999999M999999S'}}",
                "restore.yaml | {'spec':{'source':{'s3':{'endpoint':'https://[::1]:9000'}}}}",
                "restore.yaml | {'spec':{'source':{'type':'instance','s3':null,'instance':{'name':'other'}}}}",
                "restore.yaml | {'spec':{'source':{'type':'existingDatabase','s3':null,'existingDatabase':{'name':'Old ERP','host':'10.0.0.1','secretRef':{'name':'old-erp'}}}}}",
                "staging.yaml | {'spec':{'fqdns':['ERP.Example.COM','xn--bcher-kva.example']}}",
                "staging.yaml | {'spec':{'retention':'PT90M','filestore':{'size':'1.5Ti'}}}",
                "production.yaml | {'spec':{'initialSource':{'type':'existingDatabase','s3':null,'existingDatabase':{'name':'erp','host':'db','port':5433,'secretRef':{'name':'old-erp'}}}}}",
            })
    void acceptsAndReads(String sample, String change) throws IOException {
        ObjectNode resource = changed(sample, change);
        String accepted =
                kubectl.apply(resource, "--dry-run=server", "-o", "json").orThrow();
        HasMetadata read = CLIENT.unmarshal(accepted, kind(resource));
        assertThat(read.getMetadata().getName()).isEqualTo("tried");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "restore.yaml | {'spec':{'source':{'instance':{'name':'other'}}}} | spec.source.instance | only then",
                "restore.yaml | {'spec':{'source':{'s3':null}}} | spec.source.s3 | is given when source.type is s3",
                "restore.yaml | {'spec':{'source':{'type':'instance'}}} | spec.source.s3 | only then",
                "restore.yaml | {'spec':{'source':{'type':'ftp'}}} | spec.source.type | supported values",
                "restore.yaml | {'spec':{'source':{'type':null}}} | spec.source.type | Required",
                "restore.yaml | {'spec':{'source':{'type':'instance','s3':null,'instance':{'name':'erp'}}}} | spec.source.instance | another instance",
                "restore.yaml | {'spec':{'source':{'s3':{'bucketName':'B'}}}} | spec.source.s3.bucketName | at least 3",
                "restore.yaml | {'spec':{'source':{'s3':{'endpoint':'https://user:secret@s3.example.com'}}}} | spec.source.s3.endpoint | should match",
                "restore.yaml | {'spec':{'source':{'type':'existingDatabase','s3':null,'existingDatabase':{'name':'d','host':'h','port':70000,'secretRef':{'name':'s'}}}}} | spec.source.existingDatabase.port | 65535",
                "restore.yaml | {'spec':{'scheduledTime':'tomorrow'}} | spec.scheduledTime | should match",
                "restore.yaml | {'spec':{'scheduledTime':'2026-02-30T03:00:00Z'}} | spec.scheduledTime | date-time",
                "restore.yaml | {'spec':{'scheduledTime':'2026-11-21T25:00:00Z'}} | spec.scheduledTime | date-time",
                "restore.yaml | {'spec':{'retention':'7 days'}} | spec.retention | should match",
                "restore.yaml | {'spec':{'approval':'never'}} | spec.approval | supported values",
                "restore.yaml | {'spec':{'targetInstance':null}} | spec.targetInstance | Required",
                "restore.yaml | {'spec':null} | spec | Required",
                "restore.yaml | {'spec':{'sauce':1}} | spec.sauce | unknown field",
                "production.yaml | {'spec':{'initialSource':null,'database':{'stagingConfig':{'productionInstanceRef':{'name':'other'}}}}} | spec.database.stagingConfig.productionInstanceRef | instanceType is production",
                "staging.yaml | {'spec':{'database':{'stagingConfig':{'productionInstanceRef':{'name':'tried'}}}}} | spec.database.stagingConfig.productionInstanceRef | copy of itself",
                "staging.yaml | {'spec':{'database':{'stagingConfig':{'productionInstanceRef':null}}}} | spec.database.stagingConfig.productionInstanceRef | Required",
                "staging.yaml | {'spec':{'initialSource':{'type':'s3','s3':{'bucketName':'b-1','objectKey':'k'}}}} | spec.initialSource | two beginnings",
                "staging.yaml | {'spec':{'instanceType':'test'}} | spec.instanceType | supported values",
                "staging.yaml | {'spec':{'fqdns':['erp']}} | spec.fqdns[0] | should match",
                "staging.yaml | {'spec':{'fqdns':['erp.example.com','https://erp.example.com']}} | spec.fqdns[1] | should match",
                "staging.yaml | {'spec':{'fqdns':['a.example.com','a.example.com']}} | spec.fqdns[1] | Duplicate",
                "staging.yaml | {'spec':{'fqdns':[]}} | spec.fqdns | at least 1",
                "staging.yaml | {'spec':{'retention':'P1W'}} | spec.retention | should match",
                "staging.yaml | {'spec':{'filestore':{'size':'big'}}} | spec.filestore.size | should match",
                "staging.yaml | {'spec':{'database':{'server':''}}} | spec.database.server | at least 1",
                "staging.yaml | {'spec':{'database':{'nameOverride':'a123456789b123456789c123456789d123456789e123456789f1234'}}} | spec.database.nameOverride | may not be more than 54",
                "staging.yaml | {'metadata':{'name':'erp.staging'}} | metadata.name | no dots",
                "reload.yaml | {'spec':{'stagingInstance':'ERP'}} | spec.stagingInstance | should match",
                "rollback.yaml | {'spec':{'toDatabase':'a/b'}} | spec.toDatabase | should match",
            })
    void refuses(String sample, String change, String field, String words) throws IOException {
        kubectl.tryOut(changed(sample, "{}")).orThrow();
        Shell answer = kubectl.tryOut(changed(sample, change));
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.err()).contains(field).contains(words);
    }

    @ParameterizedTest(name = "{0}/{1} to {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "odooinstance | erp-staging | {'spec':{'database':{'stagingConfig':{'productionInstanceRef':{'name':'other'}}}}} | spec.database.stagingConfig.productionInstanceRef | immutable",
                "odooinstance | erp-staging | {'spec':{'database':{'stagingConfig':null}}} | spec.database.stagingConfig.productionInstanceRef | immutable",
                "odooinstance | erp-staging | {'spec':{'instanceType':'production'}} | spec.database.stagingConfig.productionInstanceRef | instanceType is production",
                "odoorestore | erp-2026-11-20 | {'spec':{'targetInstance':'other'}} | spec | immutable",
                "odoorestore | erp-2026-11-20 | {'spec':{'scheduledTime':null}} | spec | immutable",
                "odooreload | erp-staging-sprint-12 | {'spec':{'stagingInstance':'other'}} | spec | immutable",
                "odoorollback | erp-back | {'spec':{'toDatabase':null}} | spec | immutable",
            })
    void refusesToChange(String kind, String name, String change, String field, String words) {
        Shell answer = kubectl.patch(kind, name, json(change));
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.err()).contains(field).contains(words);
    }

    @Test
    void aProductionCanBeNamedLaterAndOnce() throws IOException {
        ObjectNode plain = read(Files.readString(SAMPLES.resolve("staging.yaml")));
        merge(plain, read(json("{'metadata':{'name':'later'},'spec':{'database':{'stagingConfig':null}}}")));
        kubectl.apply(plain).orThrow();
        String named = json("{'spec':{'database':{'stagingConfig':{'productionInstanceRef':{'name':'%s'}}}}}");
        kubectl.patch("odooinstance", "later", named.formatted("erp")).orThrow();
        assertThat(kubectl.patch("odooinstance", "later", named.formatted("other"))
                        .err())
                .contains("immutable");
        kubectl.patch("odooinstance", "later", json("{'spec':{'retention':'P1D'}}"))
                .orThrow();
    }

    /** JSON in Java's quotes is unreadable. */
    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    private static ObjectNode read(String yaml) {
        return CLIENT.unmarshal(yaml, ObjectNode.class);
    }

    private static ObjectNode changed(String sample, String change) throws IOException {
        ObjectNode resource = read(Files.readString(SAMPLES.resolve(sample)));
        resource.withObject("/metadata").put("name", "tried");
        merge(resource, read(json(change)));
        return resource;
    }

    private static Class<? extends HasMetadata> kind(JsonNode resource) {
        return switch (resource.path("kind").asText()) {
            case "OdooInstance" -> OdooInstance.class;
            case "OdooInstanceRestore" -> OdooInstanceRestore.class;
            default -> throw new IllegalArgumentException(resource.toString());
        };
    }

    private String jsonPath(String kind, String name, String path) {
        return kubectl.run("get", kind, name, "-o", "jsonpath=" + path).orThrow();
    }

    private <T> T get(String kind, String name, Class<T> type) {
        return CLIENT.unmarshal(kubectl.run("get", kind, name, "-o", "json").orThrow(), type);
    }

    /** As a JSON merge patch does it: null takes away. */
    private static void merge(ObjectNode target, JsonNode change) {
        change.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(target.withObject("/" + field.getKey()), field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }
}
