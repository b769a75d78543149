package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.inspect.Doctor;
import java.util.List;

/** Finds what it was told to find. */
public final class FakeDoctor implements Doctor {
    private final boolean good;

    FakeDoctor(boolean good) {
        this.good = good;
    }

    @Override
    public List<Finding> run() {
        return List.of(
                new Finding("PostgreSQL server main", true, "answers, version 18.1", ""),
                good
                        ? new Finding("Program pg_restore", true, "version 18.1", "")
                        : new Finding("Program pg_restore", false, "not found", "install postgresql-client-18"));
    }
}
