package io.bemade.odoo.workflows.lock;

/** How much of an instance an operation needs. */
public enum LockMode {
    /** Reads the instance as a source; others may read, too. */
    SHARED,
    /** Changes the instance; nobody else may. */
    EXCLUSIVE
}
