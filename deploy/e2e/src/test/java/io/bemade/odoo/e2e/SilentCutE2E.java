package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * The network between a worker and a server is cut, and nobody says so: no packet arrives any more. Without a watch a worker
 * would wait for an answer for two hours or for ever, and the server would keep its locks for as long.
 */
class SilentCutE2E {
    /** 90 s, and time to tell. */
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void whoWaitsWhoSendsAndTheServerNotice() throws Exception {
        requireFilter();
        LoadServer server = new LoadServer(RealStack.require(), 18);
        try (LoadServer.Ours ours = server.ours();
                Connection waiting = server.databases.connectAsBuilder(ours.building.pair());
                Connection sending = server.databases.connectAsBuilder(ours.building.pair());
                Connection idle = server.databases.connectAsBuilder(ours.building.pair());
                Connection superuser = server.superuser(ours.name())) {
            String session = session(idle);
            String asking = session(waiting);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> ask(waiting, "SELECT pg_catalog.pg_sleep(600)"));
            Await.until("it waits", () -> seen(superuser, asking, "wait_event = 'PgSleep'"));
            try (Cut one = Cut.of(superuser, waiting);
                    Cut other = Cut.of(superuser, sending);
                    Cut third = Cut.of(superuser, idle)) {
                CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> ask(sending, "SELECT 1"));
                Await.until("the server ends the idle session", SOON, () -> !seen(superuser, session, "true"));
                for (CompletableFuture<String> each : List.of(answer, sent)) {
                    Await.until("the worker gives up", SOON, each::isDone);
                    assertThatThrownBy(each::join).hasRootCauseInstanceOf(IOException.class);
                }
                idle.abort(Runnable::run); // it could not say good-bye
            }
        }
    }

    private static String session(Connection connection) throws SQLException {
        return String.valueOf(connection.unwrap(PGConnection.class).getBackendPID());
    }

    private static boolean seen(Connection superuser, String session, String how) {
        return ask(superuser, "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE pid = " + session + " AND " + how)
                .equals("1");
    }

    private static void requireFilter() {
        boolean may = Shell.run(Map.of(), List.of("sh", "-c", "iptables -w -n -L INPUT"))
                        .exit()
                == 0;
        if (!may) {
            System.err.println("Did not run: packets can be dropped by root with iptables only");
        }
        assumeTrue(may, "iptables");
    }

    private static String ask(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of one connection on loopback, both ways, until it is closed. */
    private record Cut(String server, String client) implements AutoCloseable {
        static Cut of(Connection superuser, Connection connection) throws SQLException {
            Cut cut = new Cut(
                    ask(superuser, "SELECT pg_catalog.inet_server_port()"),
                    ask(
                            superuser,
                            "SELECT client_port FROM pg_catalog.pg_stat_activity WHERE pid = " + session(connection)));
            cut.rules("-I").forEach(Shell::orThrow);
            return cut;
        }

        private Stream<Shell> rules(String change) {
            return Stream.of(rule(change, server, client), rule(change, client, server))
                    .map(rule -> Shell.run(Map.of(), List.of("sh", "-c", rule)));
        }

        private static String rule(String change, String from, String to) {
            return "iptables -w " + change + " INPUT -i lo -p tcp --sport " + from + " --dport " + to + " -j DROP";
        }

        @Override
        public void close() {
            rules("-D").forEach(Shell::orThrow);
        }
    }
}
