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

    /** An instance whose marks do not all fit its configuration. */
    public static final InstanceRef ODD = new InstanceRef("shop", "odd");

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

    private static StoragePair oddPair(String suffix) {
        return new StoragePair(
                ODD,
                "main",
                new DatabaseName("odd.example.com-" + suffix),
                new FilestoreName("odoo-data-odd-" + suffix));
    }

    private static final StoragePair IN_USE = oddPair("00000001");

    static InstanceDescription oddDescription() {
        return new InstanceDescription(
                ODD,
                InstanceType.STAGING,
                List.of("odd.example.com"),
                "main",
                "odd",
                Optional.empty(),
                Optional.of(19),
                Optional.of(IN_USE),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(7));
    }

    static List<KeptPair> oddPairs() {
        Optional<Instant> used = Optional.of(NOW.minus(Duration.ofDays(1)));
        Optional<Instant> until = Optional.of(NOW.plus(Duration.ofDays(6)));
        return List.of(
                marked(IN_USE, KeptPair.State.RETAINED, used, until),
                marked(oddPair("00000002"), KeptPair.State.CURRENT, Optional.empty(), Optional.empty()),
                marked(oddPair("00000003"), KeptPair.State.RETAINED, used, until),
                marked(oddPair("00000004"), KeptPair.State.RETAINED, Optional.empty(), until),
                marked(oddPair("00000005"), KeptPair.State.READY, Optional.empty(), Optional.empty()),
                marked(oddPair("00000006"), KeptPair.State.BUILDING, Optional.empty(), Optional.empty()),
                marked(oddPair("00000007"), KeptPair.State.DOOMED, Optional.empty(), Optional.empty()));
    }

    private static KeptPair marked(
            StoragePair pair, KeptPair.State state, Optional<Instant> retiredAt, Optional<Instant> deleteAt) {
        return new KeptPair(
                pair, state, "restore/shop/odd/1", NOW.minus(Duration.ofDays(2)), true, retiredAt, deleteAt, 1_000_000);
    }
}
