package io.bemade.odoo.sample;

/**
 * What backup to write.
 *
 * @param bytes size of its plain content, dump and filestore together, met within about a tenth; at least 2 MB
 * @param seed the same seed gives the same bytes
 * @param odooMajor 14 to 19
 * @param postgresMajor whose {@code pg_dump} is followed, 15 to 18; what 17 and newer write, older servers do not load
 */
public record Options(long bytes, long seed, int odooMajor, int postgresMajor) {
    private static final long LEAST = 2_000_000;

    public Options {
        if (bytes < LEAST) {
            throw new IllegalArgumentException("a sample of " + bytes + " bytes is too small: ask for 2MB or more");
        }
        if (odooMajor < 14 || odooMajor > 19) {
            throw new IllegalArgumentException("Odoo " + odooMajor + " is not known: choose 14 to 19");
        }
        if (postgresMajor < 15 || postgresMajor > 18) {
            throw new IllegalArgumentException("PostgreSQL " + postgresMajor + " is not known: choose 15 to 18");
        }
    }

    /** Odoo 19 on PostgreSQL 18. */
    public static Options ofSize(long bytes) {
        return new Options(bytes, 1, 19, 18);
    }

    public Options withSeed(long other) {
        return new Options(bytes, other, odooMajor, postgresMajor);
    }

    public Options withOdoo(int major) {
        return new Options(bytes, seed, major, postgresMajor);
    }

    public Options withPostgres(int major) {
        return new Options(bytes, seed, odooMajor, major);
    }
}
