package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.ClusterWait.Look;
import io.bemade.odoo.activities.kubernetes.Diagnosis.Trouble;
import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.trust.CertificateAuthority;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Workers inside volumes: a Job for each claim that is being filled or looked at, which polls a task queue of its own. Nobody
 * but us needs to know that it is a Job; whatever is deleted by hand, the next {@link #attach} makes anew.
 */
final class VolumeWorkers {
    private static final String PREFIX = "odooctl-volume-";

    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Claims claims;
    private final Jobs jobs;
    private final Diagnosis diagnosis;
    private final Function<StoragePair, Access> logins;
    private final VolumeWorkerSettings settings;

    /** @param logins to databases under construction, as their builder roles */
    VolumeWorkers(KubernetesClient client, Function<StoragePair, Access> logins, VolumeWorkerSettings settings) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.claims = new Claims(client);
        this.jobs = new Jobs(client);
        this.diagnosis = new Diagnosis(client);
        this.logins = logins;
        this.settings = settings;
    }

    /** See {@link KubernetesFilestores#attach}. */
    VolumeAccess attach(Attachment attachment, Pulse pulse) {
        Attempt attempt = new Attempt(attachment);
        return new ClusterWait(settings.patience())
                .await("the volume worker of claim " + Claims.name(attachment.pair()), pulse, attempt::look);
    }

    void detach(StoragePair pair, Pulse pulse) {
        jobs.remove(pair.instance().namespace(), name(pair), pulse);
    }

    /**
     * Deletes what {@code filestore/<database>} of a claim holds that was there before us, and nothing else.
     *
     * @throws OrchestratorException {@code COMMAND_FAILED} with what it said
     */
    void cleanUp(StoragePair pair, PersistentVolumeClaim claim) {
        String cleanup = Names.of("odooctl-cleanup-", pair.filestore().value());
        JobRun.End end = new JobRun(
                        client,
                        settings.patience(),
                        jobOf(cleanup, pair, claim, List.of()).cleanup(),
                        Map.of("none", ""))
                .run(Pulse.none());
        if (end.exit() != 0) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    "the files of " + pair + " in claim " + Claims.name(pair) + " were not deleted: " + end.tail());
        }
    }

    private VolumeJob jobOf(String jobName, StoragePair pair, PersistentVolumeClaim claim, List<String> secrets) {
        ClaimMark mark = ClaimMark.of(claim.getMetadata()).orElseThrow();
        Optional<PodSecurityContext> odoo =
                instances.find(pair.instance()).flatMap(instances::workload).map(PodSpec::getSecurityContext);
        long user = odoo.map(PodSecurityContext::getRunAsUser).orElse(settings.user());
        long group = odoo.map(PodSecurityContext::getFsGroup)
                .or(() -> odoo.map(PodSecurityContext::getRunAsGroup))
                .orElse(settings.group());
        Optional<PersistentVolumeClaim> source = source(claim);
        Optional<String> node = source.flatMap(claims::boundNode).or(() -> claims.boundNode(claim));
        return new VolumeJob(
                jobName,
                pair,
                mark,
                node,
                user,
                group,
                source.map(one -> one.getMetadata().getName()),
                secrets,
                settings);
    }

    /** The claim whose files are to be copied into this one. */
    private Optional<PersistentVolumeClaim> source(PersistentVolumeClaim claim) {
        String namespace = claim.getMetadata().getNamespace();
        return ClaimCopy.of(claim.getMetadata())
                .map(copy -> claims.find(namespace, copy.claim())
                        .orElseThrow(() -> new OrchestratorException(
                                ErrorCode.NOT_FOUND,
                                "claim " + namespace + "/" + copy.claim() + ", which claim "
                                        + claim.getMetadata().getName()
                                        + " is to be a copy of, does not exist any more")));
    }

    private static String name(StoragePair pair) {
        return Names.of(PREFIX, pair.filestore().value());
    }

    /** One attempt to get a worker. */
    private final class Attempt {
        private final StoragePair pair;
        private final List<String> secrets;
        private final String namespace;
        private final String name;
        private String knowsLogin = "";

        Attempt(Attachment attachment) {
            this.pair = attachment.pair();
            this.secrets = attachment.secrets();
            this.namespace = pair.instance().namespace();
            this.name = name(pair);
        }

        Look<VolumeAccess> look() {
            PersistentVolumeClaim claim = claim();
            Optional<Job> job = jobs.find(namespace, name);
            if (job.isEmpty()) {
                return begin(claim);
            }
            if (Jobs.ending(job.get())) {
                return Look.waiting("an earlier one is still ending");
            }
            Optional<String> ended = Jobs.ended(job.get());
            if (ended.isPresent()) {
                jobs.delete(namespace, name);
                return Look.waiting("an earlier one ended (" + ended.get() + ") and is replaced");
            }
            giveLogin(job.get());
            return look(claim, jobs.pods(namespace, name));
        }

        private PersistentVolumeClaim claim() {
            PersistentVolumeClaim claim = claims.require(pair, mark -> mark.belongsTo(pair));
            if (claim.getMetadata().getDeletionTimestamp() != null) {
                throw new OrchestratorException(
                        ErrorCode.NOT_FOUND, "claim " + Claims.name(pair) + " is being deleted: who did that?");
            }
            return claim;
        }

        private Look<VolumeAccess> begin(PersistentVolumeClaim claim) {
            if (!jobs.pods(namespace, name).isEmpty()) {
                jobs.delete(namespace, name);
                return Look.waiting("a pod of an earlier one is still ending");
            }
            jobs.create(jobOf(name, pair, claim, secrets).job(), this::login);
            return Look.waiting("its job was just made");
        }

        /** Once for each Job: it goes with the Job, and without it no pod of it starts. */
        private void giveLogin(Job job) {
            if (!knowsLogin.equals(job.getMetadata().getUid())) {
                jobs.keepSecret(job, login());
                knowsLogin = job.getMetadata().getUid();
            }
        }

        private Map<String, String> login() {
            Access access = logins.apply(pair);
            Map<String, String> login = new HashMap<>(Map.of(
                    "host", access.host(),
                    "port", String.valueOf(access.port()),
                    "user", access.user(),
                    "password", access.password(),
                    "ssl-mode", access.sslMode()));
            access.authority().ifPresent(pem -> login.put(CertificateAuthority.KEY, pem));
            return login;
        }

        private Look<VolumeAccess> look(PersistentVolumeClaim claim, List<Pod> pods) {
            Optional<Pod> pod = Jobs.working(pods);
            if (pod.filter(VolumeWorkers::ready).isPresent()) {
                return Look.done(new VolumeAccess(Optional.of(VolumeJob.queue(pair))));
            }
            Optional<String> unbound = unbound(claim);
            Optional<Trouble> trouble = pod.flatMap(diagnosis::of);
            trouble.filter(Trouble::hopeless).ifPresent(hopeless -> {
                throw new OrchestratorException(
                        ErrorCode.COMMAND_FAILED,
                        "the volume worker of claim " + Claims.name(pair) + " cannot start: " + hopeless.sentence());
            });
            return Look.waiting(unbound.or(() -> trouble.map(Trouble::sentence))
                    .or(() -> pod.isPresent() ? Optional.empty() : diagnosis.warning(namespace, "Job", name))
                    .orElseGet(() -> pod.map(VolumeWorkers::state).orElse("its pod is not made yet")));
        }

        private Optional<String> unbound(PersistentVolumeClaim claim) {
            String phase = claim.getStatus() == null
                    ? ""
                    : String.valueOf(claim.getStatus().getPhase());
            if (phase.equals("Bound")) {
                return Optional.empty();
            }
            return diagnosis
                    .warning(
                            namespace, "PersistentVolumeClaim", pair.filestore().value())
                    .map(reason -> "the claim is not bound (" + reason + ")");
        }
    }

    private static boolean ready(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready") && "True".equals(condition.getStatus()));
    }

    private static String state(Pod pod) {
        String phase = String.valueOf(pod.getStatus().getPhase());
        return "pod " + pod.getMetadata().getName()
                + (phase.equals("Running") ? " runs and does not reach Temporal yet" : " is " + phase);
    }
}
