package io.bemade.odoo.embedded;

import java.nio.file.Path;

/** A program to be killed: starts a PostgreSQL below the given directory and keeps it. */
final class HoldsAServer {
    private HoldsAServer() {}

    @SuppressWarnings("SystemOut") // what it has to say to the test
    public static void main(String[] arguments) throws InterruptedException {
        Closing closing = Closing.atExit();
        closing.add(() -> System.out.println("closed"));
        closing.add(PostgresServer.start(Path.of(arguments[0]), Path.of(arguments[1])));
        System.out.println("started");
        Thread.currentThread().join();
    }
}
