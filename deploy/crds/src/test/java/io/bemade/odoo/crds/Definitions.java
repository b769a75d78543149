package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The definitions as the types say them: generated, and completed by what the generator has no annotation for. */
final class Definitions {
    static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            OdooInstance.class, OdooInstanceRestore.class, OdooInstanceReload.class, OdooInstanceRollback.class);

    private static final String HEADER =
            "# Generated from the types in io.bemade.odoo.crds. To write it anew:\n# " + DefinitionsTest.COMMAND + "\n";

    private Definitions() {}

    /** Name of each file, and its text. */
    static Map<String, String> generate(Path scratch) throws IOException {
        CRDGenerator generator = new CRDGenerator()
                .inOutputDir(scratch.toFile())
                .withMinQuotes(true)
                .withPostProcessor(new Completion());
        KINDS.forEach(generator::customResourceClasses);
        generator.generate();
        Map<String, String> definitions = new TreeMap<>();
        try (Stream<Path> files = Files.list(scratch)) {
            files.forEach(file -> definitions.put(fileName(file), HEADER + withoutComment(file)));
        }
        return definitions;
    }

    private static String fileName(Path generated) {
        return generated.getFileName().toString().replace("-v1.yml", ".yaml");
    }

    private static String withoutComment(Path generated) {
        try {
            String text = Files.readString(generated);
            return text.substring(text.indexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Completion implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata resource, String version) {
            CustomResourceDefinition definition = (CustomResourceDefinition) resource;
            Class<?> kind = KINDS.stream()
                    .filter(type -> CustomResource.getCRDName(type)
                            .equals(definition.getMetadata().getName()))
                    .findFirst()
                    .orElseThrow();
            definition.getSpec().getVersions().forEach(served -> complete(served, kind));
            return definition;
        }

        private static void complete(CustomResourceDefinitionVersion version, Class<?> kind) {
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            schema.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
            lists(schema);
            List<String> columns = Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                    .map(AdditionalPrinterColumn::name)
                    .toList();
            version.getAdditionalPrinterColumns()
                    .sort(Comparator.comparingInt(column -> columns.indexOf(column.getName())));
        }

        /** Writers that apply a list do not take each other's entries away, and no entry is there twice. */
        private static void lists(JSONSchemaProps schema) {
            schema.getProperties().forEach((name, property) -> {
                switch (name) {
                    case "conditions" -> mapOf(property, "type");
                    case "previous" -> mapOf(property, "database");
                    case "fqdns" -> property.setXKubernetesListType("set");
                    default -> lists(property);
                }
            });
        }

        private static void mapOf(JSONSchemaProps list, String key) {
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(List.of(key));
        }
    }
}
