package io.bemade.odoo.activities;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Adapters meet in ports and steps, and nowhere else. */
class AdapterRulesTest {
    private static final String ROOT = "io.bemade.odoo.activities.";
    private static final List<String> ADAPTERS =
            List.of("backup", "dump", "filestore", "kubernetes", "local", "odoo", "postgres", "s3", "temporal");

    private final JavaClasses activities = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.bemade.odoo.activities");

    @Test
    void adaptersDoNotKnowEachOther() {
        for (String adapter : ADAPTERS) {
            String[] others = ADAPTERS.stream()
                    .filter(other -> !other.equals(adapter))
                    // The loader is what the dump's reader is for.
                    .filter(other -> !(adapter.equals("postgres") && other.equals("dump")))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(activities);
        }
    }

    @Test
    void portsAndStepsKnowNoAdapter() {
        String[] adapters =
                ADAPTERS.stream().map(adapter -> ROOT + adapter + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "port..", ROOT + "step..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(adapters)
                .check(activities);
    }

    /** What fails while a directory is read is unchecked in Java, and would be a fault of ours. */
    @Test
    void filestoresListDirectoriesInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "filestore..")
                .and()
                .doNotHaveSimpleName("Tree")
                .should()
                .callMethodWhere(target(owner(equivalentTo(Files.class)))
                        .and(target(nameMatching("walk|list|find|newDirectoryStream"))))
                .check(activities);
    }

    @Test
    void activitiesKnowNeitherWorkerNorStarter() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.bemade.odoo.worker..", "io.bemade.odoo.starter..")
                .check(activities);
    }
}
