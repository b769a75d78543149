package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTroubleTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "containerStatuses: [{name: odoo, restartCount: 0, state: {waiting: {reason: ErrImagePull, message: no such image}}}] | ErrImagePull: no such image",
                "initContainerStatuses: [{name: init, restartCount: 0, state: {waiting: {reason: ImagePullBackOff}}}] | ImagePullBackOff",
                "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes}] | Unschedulable: 0/1 nodes",
                "containerStatuses: [{name: odoo, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 7, reason: Error}}}] | CrashLoopBackOff: container odoo ended 2 times, last with status 7 (Error)",
                "containerStatuses: [{name: odoo, restartCount: 1, state: {terminated: {exitCode: 1, reason: Error}}}] | CrashLoopBackOff: container odoo ended 2 times, last with status 1 (Error)",
                "containerStatuses: [{name: odoo, restartCount: 1, state: {running: {startedAt: '2026-11-20T11:59:50Z'}}}] | CrashLoopBackOff",
                "containerStatuses: [{name: odoo, restartCount: 3, state: {running: {startedAt: '2026-11-20T11:50:00Z'}}}] | CrashLoopBackOff",
            })
    void saysWhatKubernetesSays(String status, String reason) {
        assertThat(trouble(status))
                .hasValueSatisfying(trouble -> assertThat(trouble.reason()).startsWith(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containerStatuses: [{name: odoo, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}]",
                "containerStatuses: [{name: odoo, restartCount: 0, state: {running: {startedAt: '2026-11-20T11:59:50Z'}}}]",
                "containerStatuses: [{name: odoo, restartCount: 1, state: {running: {startedAt: '2026-11-20T11:59:00Z'}}}]",
                "initContainerStatuses: [{name: init, restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}}]",
                "phase: Pending",
            })
    void whatTakesItsTimeIsNoTrouble(String status) {
        assertThat(trouble(status)).isEmpty();
    }

    /** The kubelet looks once a second, and writes what it saw a little later: a container may have lived in between. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: odoo, restartCount: 0, state: {running: {startedAt: '2026-11-20T11:59:59Z'}}} | true",
                "{name: odoo, restartCount: 1, state: {running: {startedAt: '2026-11-20T11:59:46Z'}}} | true",
                "{name: odoo, restartCount: 0, state: {running: {startedAt: '2026-11-20T11:59:45Z'}}} | false",
                "{name: odoo, restartCount: 0, state: {waiting: {reason: ContainerCreating}}} | false",
                "{name: odoo, restartCount: 0} | false",
            })
    void whatHasJustStartedMayHaveEndedAlready(String container, boolean untold) {
        assertThat(PodTrouble.untold(pod("containerStatuses: [" + container + "]"), NOW))
                .isEqualTo(untold);
    }

    private static Optional<PodTrouble> trouble(String status) {
        return PodTrouble.of(pod(status), NOW, Duration.ofSeconds(15));
    }

    private static Pod pod(String status) {
        return Deployments.SERIALIZATION.unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: erp-1}\nstatus: {" + status + "}\n", Pod.class);
    }
}
