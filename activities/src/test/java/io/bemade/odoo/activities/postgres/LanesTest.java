package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.port.Pulse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void aJobThatRollsBackLeavesTheSettingsAsTheyAre() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Lanes lanes = Lanes.open(1, () -> RealPostgres.superuser("postgres"), Pulse.none())) {
            lanes.set("SET work_mem = '7MB'");
            lanes.submit(connection -> connection.rollback());
            lanes.submit(connection -> seen.addAll(Sql.column(connection, "SHOW work_mem")));
            lanes.await();
        }
        assertThat(seen).containsExactly("7MB");
    }
}
