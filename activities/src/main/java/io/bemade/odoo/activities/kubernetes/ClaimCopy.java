package io.bemade.odoo.activities.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on a claim whose files are to be copied from another claim of its namespace one by one.
 *
 * @param claim the other one's name
 * @param noSnapshot why it was not cloned instead: completes "for …"
 */
record ClaimCopy(String claim, String noSnapshot) {
    private static final String COPY_OF = "bemade.io/copy-of";
    private static final String NO_SNAPSHOT = "bemade.io/no-snapshot";

    static Optional<ClaimCopy> of(ObjectMeta meta) {
        return Optional.ofNullable(meta.getAnnotations())
                .filter(notes -> notes.containsKey(COPY_OF))
                .map(notes -> new ClaimCopy(notes.getOrDefault(COPY_OF, ""), notes.getOrDefault(NO_SNAPSHOT, "")));
    }

    Map<String, String> annotations() {
        return Map.of(COPY_OF, claim, NO_SNAPSHOT, noSnapshot);
    }

    String note() {
        return "The files of volume claim " + claim + " were copied one by one, for " + noSnapshot;
    }
}
