package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a switch changes in a Deployment, as it was before; JSON in an annotation. Of the environment only the variables that
 * are changed, for others may be secret.
 *
 * @param change which one it was before
 */
record Kept(
        String change,
        List<Part> containers,
        Volume volume,
        @Nullable DeploymentStrategy strategy) {
    static final String ANNOTATION = "bemade.io/before-switch";

    /** @param variables those that are changed; one without a value was not there */
    record Part(String name, List<String> command, List<String> args, List<Variable> variables) {
        static Part of(Container container, VariableNames names) {
            Variables before = new Variables(container);
            return new Part(
                    container.getName(),
                    container.getCommand(),
                    container.getArgs(),
                    names.all().stream()
                            .map(name -> new Variable(name, before.get(name).orElse(null)))
                            .toList());
        }

        private Container restored(Container container) {
            Container changed = new ContainerBuilder(container)
                    .withCommand(command)
                    .withArgs(args)
                    .build();
            for (Variable variable : variables) {
                changed = variable.was() == null
                        ? new Variables(changed).without(variable.name())
                        : new Variables(changed).with(variable.was());
            }
            return changed;
        }
    }

    record Variable(String name, @Nullable EnvVar was) {}

    /** As it was, whatever else was changed meanwhile. */
    Deployment restored(Deployment deployment) {
        return new DeploymentBuilder(deployment)
                .editSpec()
                .withStrategy(strategy)
                .editTemplate()
                .withSpec(restored(deployment.getSpec().getTemplate().getSpec()))
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec restored(PodSpec pod) {
        return new PodSpecBuilder(pod)
                .withInitContainers(restored(pod.getInitContainers()))
                .withContainers(restored(pod.getContainers()))
                .withVolumes(withVolume(pod.getVolumes(), volume))
                .build();
    }

    private List<Container> restored(List<Container> present) {
        List<Container> all = new ArrayList<>(present);
        for (Part part : containers) {
            all.replaceAll(each -> each.getName().equals(part.name()) ? part.restored(each) : each);
        }
        return all;
    }

    static List<Volume> withVolume(List<Volume> volumes, Volume changed) {
        if (volumes.stream().noneMatch(each -> each.getName().equals(changed.getName()))) {
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    "volume " + changed.getName() + " of the Deployment was taken away by somebody else: put it back");
        }
        return volumes.stream()
                .map(each -> each.getName().equals(changed.getName()) ? changed : each)
                .toList();
    }
}
