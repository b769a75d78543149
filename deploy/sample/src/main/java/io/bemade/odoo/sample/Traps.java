package io.bemade.odoo.sample;

import java.util.List;

/** Harmless text that looks like something else to a reader that takes a dump line by line. */
final class Traps {
    static final List<String> TEXTS = List.of(
            "GRANT ALL ON SCHEMA public TO everybody;",
            "\\.",
            "\\! touch /tmp/never",
            "-- PostgreSQL database dump complete",
            "COPY public.res_users (id, login) FROM stdin;",
            "\\N",
            "tab\there, line\nbreak, carriage\rreturn, back\\slash",
            "\\connect postgres",
            "DROP TABLE public.res_users; --",
            "quotes ' and \" and $$ and $_$ and `",
            "emoji 🧾 and combining e\u0301 and right-to-left שלום",
            "");

    private Traps() {}

    static String at(long number) {
        return TEXTS.get((int) (number % TEXTS.size()));
    }
}
