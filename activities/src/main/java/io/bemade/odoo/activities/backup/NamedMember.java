package io.bemade.odoo.activities.backup;

/** {@code dump.sql} or {@code manifest.json}. */
record NamedMember(String name, long offset, long compressed, long size, int crc, boolean deflated) implements Member {}
