package io.bemade.odoo.workflows.operation;

/** Where an operation is; the sentence is what a person reads. */
public enum Phase {
    SCHEDULED("waits for its time"),
    WAITING("waits for the instance's lock"),
    DESCRIBING("looks at instance and source"),
    CREATING("creates the new pair"),
    LOADING("loads database and filestore"),
    COPYING("copies database and filestore"),
    PROVING("proves the new pair"),
    NEUTRALIZING("makes the copy harmless"),
    OWNING("hands the new pair over to the instance's role"),
    SWITCHING("switches the instance to the pair"),
    RETIRING("retires the old pair"),
    DELETING("deletes what nobody needs any more"),
    UNDOING("undoes what it did"),
    COMPLETED("is complete"),
    FAILED("has failed");

    private final String sentence;

    Phase(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Nothing happens any more. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED;
    }
}
