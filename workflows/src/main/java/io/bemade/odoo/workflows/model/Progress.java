package io.bemade.odoo.workflows.model;

/**
 * How far a step is; small, because it travels in heartbeats.
 *
 * @param step what is going on, as a person says it: {@code loading database}
 * @param done bytes (or things) done
 * @param total bytes (or things) in all; 0 = unknown
 * @param unit {@code bytes}, {@code files}, {@code objects}
 * @param detail what exactly, such as a table's name; may be empty
 */
public record Progress(String step, long done, long total, String unit, String detail) {
    /** Of a step that has not said yet what it is busy with. */
    public static final Progress BEGUN = step("begins");

    public static Progress bytes(String step, long done, long total, String detail) {
        return new Progress(step, done, total, "bytes", detail);
    }

    public static Progress step(String step) {
        return new Progress(step, 0, 0, "", "");
    }

    /** 0 to 100; 0 when the total is unknown. */
    public int percent() {
        return total <= 0 ? 0 : (int) Math.max(0, Math.min(100, done * 100 / total));
    }
}
