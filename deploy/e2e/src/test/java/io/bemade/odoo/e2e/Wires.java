package io.bemade.odoo.e2e;

/** A host's own lines to its servers, so that what is done to them disturbs nobody else. */
record Wires(TripwireProxy postgres, TripwireProxy temporal, TripwireProxy s3) implements AutoCloseable {
    static Wires to(RealStack real, int postgresVersion) {
        return new Wires(
                new TripwireProxy(port(real.postgres(postgresVersion).getOrDefault("PGPORT", "0"))),
                new TripwireProxy(port(real.temporal().getOrDefault("TEMPORAL_ADDRESS", ":0"))),
                new TripwireProxy(port(real.s3().getOrDefault("S3_ENDPOINT", ":0"))));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        postgres.close();
        temporal.close();
        s3.close();
    }
}
