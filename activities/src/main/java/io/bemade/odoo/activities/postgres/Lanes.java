package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several connections to one database, each with a thread of its own that does one job after another. The first job that
 * fails ends all of them: the connections are cut, and whoever gives the next job, or waits, gets that failure.
 */
final class Lanes implements AutoCloseable {
    /** Work for one connection, in transactions of its own; when it returns, all is committed. */
    interface Job {
        void run(Connection connection) throws SQLException, InterruptedException;
    }

    /** Opens a connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** How long a failure elsewhere may go unnoticed by who waits for something else. */
    static final long LOOK_MILLIS = 100;

    private record Order(Job job, List<String> settings, boolean submitted) {}

    private final SynchronousQueue<Order> orders = new SynchronousQueue<>();
    private final Deque<Order> spare = new ConcurrentLinkedDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private final List<Pulse.Registration> registrations = new ArrayList<>();
    private int busy;
    private int waiting;
    private @Nullable RuntimeException failure;

    private Lanes() {}

    /** @param pulse cuts the connections when the load is no longer wanted */
    static Lanes open(int lanes, Opener opener, Pulse pulse) throws SQLException {
        Lanes opened = new Lanes();
        try {
            for (int i = 0; i < lanes; i++) {
                opened.add(opener.open(), pulse);
            }
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void add(Connection connection, Pulse pulse) throws SQLException {
        connections.add(connection);
        registrations.add(pulse.closeOnAbort(() -> abort(connection)));
        connection.setAutoCommit(false);
        Thread thread = new Thread(() -> work(connection), "load-" + connections.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    int count() {
        return connections.size();
    }

    /** Every job that is given from now on runs under this setting of the session, too. */
    void set(String statement) {
        settings.add(statement);
    }

    /** Returns when a lane has begun with it. */
    void submit(Job job) throws InterruptedException {
        Order order = new Order(job, List.copyOf(settings), true);
        change(1);
        boolean taken = false;
        try {
            while (!taken) {
                check();
                taken = orders.offer(order, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            if (!taken) {
                change(-1);
            }
        }
    }

    /** Gives a job that is done whenever a lane has nothing else to do. Returns at once. */
    void later(Job job) {
        spare.addLast(spare(job));
    }

    /** The same, before all others that are to be done later. */
    void soon(Job job) {
        spare.addFirst(spare(job));
    }

    private Order spare(Job job) {
        synchronized (this) {
            waiting++;
        }
        return new Order(job, List.copyOf(settings), false);
    }

    /** Returns when every job that was submitted is done; those for later may go on. */
    synchronized void await() throws InterruptedException {
        while (busy > 0 && failure == null) {
            wait();
        }
        check();
    }

    /** Returns when nothing is left to do. */
    synchronized void awaitAll() throws InterruptedException {
        while ((busy > 0 || waiting > 0) && failure == null) {
            wait();
        }
        check();
    }

    /** Throws what ended the lanes, if something did. */
    synchronized void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void done(Order order) {
        if (order.submitted()) {
            busy--;
        } else {
            waiting--;
        }
        notifyAll();
    }

    private synchronized void change(int by) {
        busy += by;
        notifyAll();
    }

    private void work(Connection connection) {
        int applied = 0;
        try {
            while (true) {
                Order order = next();
                for (; applied < order.settings().size(); applied++) {
                    Sql.execute(connection, order.settings().get(applied));
                }
                connection.commit(); // a job that rolls back must not take them along
                order.job().run(connection);
                done(order);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            fail(LoadFailures.lost(e));
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new IllegalStateException("a connection's thread ended: " + e, e));
            throw e;
        }
    }

    private Order next() throws InterruptedException {
        Order order = orders.poll();
        while (order == null) {
            order = spare.poll();
            if (order == null) {
                order = orders.poll(LOOK_MILLIS / 10, TimeUnit.MILLISECONDS);
            }
        }
        return order;
    }

    private void fail(RuntimeException e) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = e;
            notifyAll();
        }
        cutAll();
    }

    /** All at once: over TLS it takes seconds for one that sends. */
    private void cutAll() {
        for (Connection connection : connections) {
            Thread thread = new Thread(() -> cut(connection), "load-cut");
            thread.setDaemon(true);
            thread.start();
        }
    }

    static void cut(Connection connection) {
        try {
            abort(connection);
        } catch (IOException e) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "a connection could not be closed", e);
        }
    }

    static void abort(Connection connection) throws IOException {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Whatever is still under way is cut. */
    @Override
    public void close() {
        boolean idle = idle();
        threads.forEach(Thread::interrupt);
        registrations.forEach(Pulse.Registration::close);
        if (!idle) {
            cutAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (idle) {
            connections.forEach(Lanes::leave);
        }
    }

    private synchronized boolean idle() {
        return busy == 0 && waiting == 0 && failure == null;
    }

    static void leave(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection that is needed no more did not close", e);
        }
    }
}
