package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows shop/erp and shop/odd; of shop/lost it only knows that it cannot be described. */
public final class FakeInventory implements Inventory {
    /** How often it was asked to show what it found. */
    public static final AtomicInteger SHOWN = new AtomicInteger();

    private static final Entry ERP =
            new Entry(World.ERP, Optional.of(World.description()), World.pairs(), Optional.empty());
    private static final Entry ODD =
            new Entry(World.ODD, Optional.of(World.oddDescription()), World.oddPairs(), Optional.empty());
    private static final Entry LOST = new Entry(
            InstanceRef.of("shop/lost"),
            Optional.empty(),
            List.of(),
            Optional.of("odoo.conf of shop/lost is not there"));

    @Override
    public List<Entry> run(Request request) {
        if (request.show()) {
            SHOWN.incrementAndGet();
        }
        return List.of(ERP, ODD, LOST).stream()
                .filter(entry ->
                        request.instance().map(entry.instance()::equals).orElse(true))
                .toList();
    }
}
