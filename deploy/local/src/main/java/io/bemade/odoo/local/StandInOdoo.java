package io.bemade.odoo.local;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands where Odoo would run, and is none: when the file {@code run} appears it reads {@code odoo.conf}, connects to the
 * database named there as the instance's role, keeps the connection as Odoo does, and answers {@code /web/login} with the
 * database's name. The file {@code up} holds that name while it serves. It lives in our own process and dies with it.
 */
public final class StandInOdoo implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 50;

    private final Path home;
    private final int port;
    private final ScheduledExecutorService watcher;
    private @Nullable ServedDatabase serving;

    private StandInOdoo(Path home, int port) {
        this.home = home;
        this.port = port;
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "stand-in-odoo");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Watches the directory's {@code run} file from now on. */
    static StandInOdoo watch(Path home, int port) {
        StandInOdoo odoo = new StandInOdoo(home, port);
        ScheduledFuture<?> unused =
                odoo.watcher.scheduleWithFixedDelay(odoo::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return odoo;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/web/login");
    }

    /** The database it serves now. */
    public synchronized Optional<String> database() {
        return Optional.ofNullable(serving).map(ServedDatabase::name);
    }

    private synchronized void look() {
        try {
            boolean wanted = Files.exists(home.resolve("run"));
            if (wanted && serving == null) {
                serving = start();
            } else if (!wanted) {
                stop();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            log(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable ServedDatabase start() throws IOException, SQLException {
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("odoo.conf"))) {
            configuration.load(reader);
        }
        String database = configuration.getProperty("db_name", "");
        if (database.isEmpty()) {
            log("odoo.conf names no database yet");
            return null;
        }
        ServedDatabase started = ServedDatabase.start(database, connect(database, configuration), port);
        Path ready = Files.writeString(home.resolve("up.new"), database);
        Files.move(ready, home.resolve("up"), StandardCopyOption.ATOMIC_MOVE);
        return started;
    }

    private static Connection connect(String database, Properties configuration) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", configuration.getProperty("db_user"));
        login.setProperty("password", configuration.getProperty("db_password"));
        login.setProperty("ApplicationName", "stand-in for Odoo");
        String host = configuration.getProperty("db_host") + ":" + configuration.getProperty("db_port");
        return DriverManager.getConnection("jdbc:postgresql://" + host + "/" + database, login);
    }

    private void stop() throws IOException {
        ServedDatabase running = serving;
        if (running != null) {
            serving = null;
            running.close();
        }
        Files.deleteIfExists(home.resolve("up"));
    }

    private void log(String line) {
        try {
            Files.writeString(home.resolve("odoo.log"), line.lines().findFirst().orElse("") + "\n");
        } catch (IOException e) {
            // Its directory is gone, and so will it be in a moment.
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        synchronized (this) {
            try {
                stop();
            } catch (IOException e) {
                log(String.valueOf(e.getMessage()));
            }
        }
    }
}
