package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 2 | observedGeneration: 4, replicas: 2, updatedReplicas: 2, availableReplicas: 2 | ''",
                "replicas: 2 | observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 | not been looked at",
                "replicas: 2 | replicas: 2 | not been looked at",
                "replicas: 2 | observedGeneration: 4, replicas: 3, updatedReplicas: 2, availableReplicas: 3 | before the change",
                "replicas: 2 | observedGeneration: 4, replicas: 2, updatedReplicas: 2, availableReplicas: 1 | 1 of 2 pods",
                "replicas: 2 | observedGeneration: 4, replicas: 0 | 0 of 2 pods",
                "replicas: 0 | observedGeneration: 4 | no replicas",
            })
    void isDoneWhenAllThatWasAskedIsThere(String spec, String status, String answer) {
        Deployment deployment = Deployments.SERIALIZATION.unmarshal(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: erp, generation: 4}\nspec: {" + spec
                        + "}\nstatus: {" + status + "}\n",
                Deployment.class);
        assertThat(Rollout.progress(deployment, 1)).contains(answer);
        if (answer.isEmpty()) {
            assertThat(Rollout.progress(deployment, 1)).isEmpty();
        }
    }
}
