package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a container logged before it crashed, without the passwords that its pod was given. */
final class LastWords {
    private static final int LINES = 10;
    private static final int LONGEST = 1500;
    private static final int NO_SUCH_CONTAINER = 400;
    private static final String GONE = "unable to retrieve container logs";
    private static final Pattern SECRET = Pattern.compile("(?i)passw|secret|token|key");
    private static final Pattern PASSWORD = Pattern.compile("(?:--db_password[= ]|(?<= )-w ?)(\\S+)");

    private final KubernetesClient client;
    private final KubernetesSecrets secrets;

    LastWords(KubernetesClient client) {
        this.client = client;
        this.secrets = new KubernetesSecrets(client);
    }

    /** A log that cannot be read, or not be cleaned, is not shown; the sentence says so. */
    String of(Pod pod, String container) {
        try {
            List<String> hidden = hidden(pod);
            String log = log(pod, container);
            for (String secret : hidden) {
                log = log.replace(secret, "***");
            }
            return log.isEmpty() ? "it logged nothing that is still there" : "its last words: " + end(log);
        } catch (OrchestratorException e) {
            return "its log is not shown, for " + e.getMessage();
        }
    }

    /** The log of the container before this one, if there is one and it has not been thrown away; else of this one. */
    private String log(Pod pod, String container) {
        Call call = new Call(
                "get",
                "pods/log",
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName());
        var logs = client.pods().resource(pod).inContainer(container);
        String previous = log(call, logs.terminated().tailingLines(LINES)::getLog);
        return previous.isEmpty() ? log(call, logs.tailingLines(LINES)::getLog) : previous;
    }

    private static String log(Call call, Supplier<@Nullable String> logs) {
        String log = KubernetesFailures.attempt(call, () -> Optional.ofNullable(unlessGone(logs)))
                .orElse("");
        return log.startsWith(GONE) ? "" : log.strip();
    }

    /** That there is no such log is told as a wrong question, or as if it were the log itself. */
    private static @Nullable String unlessGone(Supplier<@Nullable String> logs) {
        try {
            return logs.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NO_SUCH_CONTAINER) {
                return "";
            }
            throw e;
        }
    }

    private static String end(String log) {
        return log.length() <= LONGEST ? log : "…" + log.substring(log.length() - LONGEST);
    }

    /** The longest first: one may be part of another. */
    private List<String> hidden(Pod pod) {
        List<String> values = new ArrayList<>();
        String namespace = pod.getMetadata().getNamespace();
        Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .forEach(container -> hidden(namespace, container, values));
        return values.stream()
                .filter(value -> value.length() > 2)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private void hidden(String namespace, Container container, List<String> values) {
        container.getEnv().forEach(variable -> hidden(namespace, variable, values));
        container.getEnvFrom().stream()
                .filter(source -> source.getSecretRef() != null)
                .forEach(source -> values.addAll(
                        secrets.values(namespace, source.getSecretRef().getName())
                                .values()));
        Matcher argument = PASSWORD.matcher(
                " " + String.join(" ", container.getCommand()) + " " + String.join(" ", container.getArgs()));
        while (argument.find()) {
            values.add(argument.group(1));
        }
    }

    private void hidden(String namespace, EnvVar variable, List<String> values) {
        if (variable.getValue() != null && SECRET.matcher(variable.getName()).find()) {
            values.add(variable.getValue());
        }
        if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
            var reference = variable.getValueFrom().getSecretKeyRef();
            Optional.ofNullable(secrets.values(namespace, reference.getName()).get(reference.getKey()))
                    .ifPresent(values::add);
        }
    }
}
