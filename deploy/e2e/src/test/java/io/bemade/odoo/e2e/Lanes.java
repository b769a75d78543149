package io.bemade.odoo.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works of a test that go on beside each other. A failure says of which, and why: of some runs only one line is kept. */
final class Lanes implements AutoCloseable {
    private final ExecutorService threads;

    Lanes(int count) {
        threads = Executors.newFixedThreadPool(count);
    }

    interface Work {
        void run() throws Exception;
    }

    /** @param works by the name of what each works on; all of them come to their end, whichever fails */
    void run(Map<String, Work> works) throws InterruptedException {
        Map<String, Future<?>> begun = new LinkedHashMap<>();
        works.forEach((name, work) -> begun.put(name, threads.submit(() -> {
            work.run();
            return name;
        })));
        Map<String, Throwable> failed = new LinkedHashMap<>();
        for (Map.Entry<String, Future<?>> one : begun.entrySet()) {
            try {
                one.getValue().get();
            } catch (ExecutionException e) {
                failed.put(one.getKey(), e.getCause());
            }
        }
        if (!failed.isEmpty()) {
            String why = failed.entrySet().stream()
                    .map(one -> one.getKey() + ": " + told(one.getValue()))
                    .collect(Collectors.joining("; "));
            throw new AssertionError(why, failed.values().iterator().next());
        }
    }

    private static String told(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(cause -> cause.getClass().getSimpleName() + " " + cause.getMessage())
                .collect(Collectors.joining(", for "))
                .replace('\n', ' ');
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
