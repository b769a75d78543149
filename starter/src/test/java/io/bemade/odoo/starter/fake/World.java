package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one shop that the fakes know. */
public final class World {
    public static final InstanceRef ERP = new InstanceRef("shop", "erp");
    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    public static final StoragePair LIVE = pair("1a2b3c4d");
    public static final StoragePair OLD = pair("0badcafe");

    private World() {}

    static StoragePair pair(String suffix) {
        return new StoragePair(
                ERP,
                "main",
                new DatabaseName("erp.example.com-" + suffix),
                new FilestoreName("odoo-data-erp-" + suffix));
    }

    static InstanceDescription description() {
        return new InstanceDescription(
                ERP,
                InstanceType.PRODUCTION,
                List.of("erp.example.com"),
                "main",
                "erp",
                Optional.empty(),
                Optional.of(19),
                Optional.of(LIVE),
                Optional.empty(),
                Duration.ofDays(7));
    }

    static List<KeptPair> pairs() {
        return List.of(
                new KeptPair(
                        LIVE,
                        KeptPair.State.CURRENT,
                        "restore/shop/erp/2",
                        NOW.minus(Duration.ofHours(1)),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        2_345_678_901L),
                new KeptPair(
                        OLD,
                        KeptPair.State.RETAINED,
                        "restore/shop/erp/1",
                        NOW.minus(Duration.ofDays(30)),
                        false,
                        Optional.of(NOW.minus(Duration.ofHours(21))),
                        Optional.of(NOW.plus(Duration.ofDays(6)).plus(Duration.ofHours(3))),
                        2_100_000_000L));
    }
}
