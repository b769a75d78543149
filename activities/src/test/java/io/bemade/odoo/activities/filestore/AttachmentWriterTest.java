package io.bemade.odoo.activities.filestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.filestore.GivenBackup.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AttachmentWriterTest {
    private static final int THREADS = 4;

    /** All threads meet before each new folder, so that none of them finds it made. */
    @Test
    void letsSeveralThreadsWriteIntoAFolderThatNobodyHasMadeYet(@TempDir Path directory) throws Exception {
        List<List<Given>> folders = List.copyOf(IntStream.range(0, 6_000)
                .mapToObj(i -> GivenBackup.attachment("content " + i))
                .collect(Collectors.groupingBy(given -> given.storeName().substring(0, 2)))
                .values());
        AttachmentWriter writer = new AttachmentWriter(directory);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (List<Given> folder : folders) {
                assertThat(folder).hasSizeGreaterThanOrEqualTo(THREADS);
                List<Future<Long>> writes = new ArrayList<>();
                for (Given attachment : folder.subList(0, THREADS)) {
                    writes.add(threads.submit(() -> {
                        together.await();
                        return writer.write(attachment, writer.buffer());
                    }));
                }
                for (Future<Long> write : writes) {
                    assertThat(write.get()).isPositive();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
