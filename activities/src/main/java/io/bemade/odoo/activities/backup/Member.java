package io.bemade.odoo.activities.backup;

/** A file in a zip, as the zip's directory describes it. */
interface Member {
    /** ASCII, for only such names are read. */
    String name();

    /** Of the local header. */
    long offset();

    /** Bytes in the zip. */
    long compressed();

    /** Bytes when unpacked. */
    long size();

    int crc();

    boolean deflated();

    /** The first byte that is certainly not before this member's end; its local header may make it longer. */
    default long end() {
        return offset() + LocalHeader.SIZE + name().length() + compressed();
    }
}
