package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Looks for the files that a database refers to. */
final class FilestoreCheckup {
    private static final Pattern STORE_NAME = Pattern.compile("([0-9a-f]{2})/\\1[0-9a-f]{38}");
    private static final int EXAMPLES = 5;
    private static final int BUFFER = 64 * 1024;

    private final Path files;
    private final boolean content;
    private final Pulse pulse;
    private final Crew crew;
    private final AtomicLong referenced = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final AtomicLong corrupt = new AtomicLong();
    private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();

    FilestoreCheckup(Path files, boolean content, int readers, Pulse pulse) {
        this.files = files;
        this.content = content;
        this.pulse = pulse;
        this.crew = new Crew(readers, pulse);
    }

    FilestoreProof run(Iterator<String> storeNames) {
        crew.run("filestore reader", storeNames, () -> {
            byte[] buffer = new byte[BUFFER];
            return name -> check(name, buffer);
        });
        List<String> some = examples.stream().limit(EXAMPLES).toList();
        return new FilestoreProof(referenced.get(), missing.get(), corrupt.get(), some);
    }

    private void check(String name, byte[] buffer) {
        boolean wellFormed = STORE_NAME.matcher(name).matches();
        Path file = wellFormed ? files.resolve(name) : files;
        if (!wellFormed || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            count(missing, name);
        } else if (content && !name.endsWith(sha1(file, buffer))) {
            count(corrupt, name);
        }
        pulse.report(new Progress("proving filestore", referenced.incrementAndGet(), 0, "files", ""));
    }

    private static String sha1(Path file, byte[] buffer) {
        try {
            return Sha1.of(file, buffer);
        } catch (IOException e) {
            throw Failures.of("read", file, e);
        }
    }

    private void count(AtomicLong kind, String name) {
        if (kind.incrementAndGet() <= EXAMPLES) {
            examples.add(name.length() > 100 ? name.substring(0, 100) : name);
        }
    }
}
