package io.bemade.odoo.activities.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Memory that all streams of a store share: never more than so many buffers, and none while nobody reads ahead. */
final class Buffers {
    /** A little less than 2 MiB: with its header the array fills whole regions of the heap, and does not begin one more. */
    static final int SIZE = (2 << 20) - 64;

    private final int most;
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private int lent;

    Buffers(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /** Empty when all are in use: nobody waits for another stream's reader. */
    synchronized Optional<byte[]> lend() {
        if (lent == most) {
            return Optional.empty();
        }
        byte[] buffer = spare.isEmpty() ? new byte[SIZE] : spare.pop();
        lent++;
        return Optional.of(buffer);
    }

    synchronized void giveBack(byte[] buffer) {
        lent--;
        spare.push(buffer);
        if (lent == 0) {
            spare.clear();
        }
    }

    synchronized int lent() {
        return lent;
    }
}
