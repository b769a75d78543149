package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadConnectionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.0.0.7", "::1"})
    void aServerOnThisMachineHasItsCoresButOne(String host) {
        assertThat(learnt(host, 6)).isEqualTo(5);
    }

    @Test
    void fewCoresAreAllTaken() {
        assertThat(learnt("localhost", 2)).isEqualTo(2);
    }

    @Test
    void anAddressOfThisMachineIsHere() throws SocketException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces()
                .filter(LoadConnectionsTest::isUp)
                .toList()) {
            each.inetAddresses()
                    .forEach(address -> assertThat(learnt(address.getHostAddress(), 5))
                            .as(address.toString())
                            .isEqualTo(4));
        }
    }

    @Test
    void manyCoresAreNotAllTaken() {
        assertThat(learnt("localhost", 96)).isEqualTo(LoadConnections.MOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "nobody.invalid"})
    void ofAServerElsewhereNothingIsKnown(String host) {
        assertThat(learnt(host, 6)).isEqualTo(LoadConnections.ELSEWHERE);
    }

    @Test
    void aServerThatIsNotThereIsSomebodyElsesToName() {
        assertThat(LoadConnections.learnt(Map::of, 6).to("main")).isEqualTo(LoadConnections.ELSEWHERE);
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static int learnt(String host, int cores) {
        Server server = new Server("main", host, 5432, "shop", "admin", "postgres", "prefer", Optional.empty());
        return LoadConnections.learnt(() -> Map.of("main", server), cores).to("main");
    }
}
