package io.bemade.odoo.e2e;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * What a service account may do, as the API server decides.
 *
 * @param asker who may ask about others
 * @param home namespace of the account
 */
record Rights(KubernetesClient asker, String home, String account) {
    String user() {
        return "system:serviceaccount:" + home + ":" + account;
    }

    /**
     * @param namespace empty: the whole cluster
     * @param resource as a role is told of it: {@code pods/log}, {@code deployments.apps}
     */
    boolean may(String namespace, String verb, String resource) {
        String[] parts = resource.split("/", 2);
        String[] names = parts[0].split("\\.", 2);
        SubjectAccessReview question = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user())
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(names.length > 1 ? names[1] : "")
                .withResource(names[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .endResourceAttributes()
                .endSpec()
                .build();
        return asker.authorization()
                .v1()
                .subjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed();
    }

    /** Who decides hears of a role and of its binding a little later than who made them. */
    void await(String namespace, String verb, String resource) {
        Await.until(account + " may " + verb + " " + resource, () -> may(namespace, verb, resource));
    }
}
