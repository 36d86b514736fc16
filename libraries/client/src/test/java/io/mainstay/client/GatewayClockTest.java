package io.mainstay.client;

import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.CurrentTime;
import io.mainstay.protocol.message.ReqCurrentTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatewayClockTest {
    @Test
    void shouldShareOneRoundTripToTheGatewaysClockAndKeepTheDistanceThatGatewaysNeed() throws Exception {
        try (var connected = new Connected()) {
            FutureTask<Instant> first = program(connected.ib::currentTime);
            connected.peer.read(ReqCurrentTime.class);
            FutureTask<Instant> second = program(connected.ib::currentTime);
            FutureTask<Instant> hurried = program(
                    () -> connected.ib.withTimeout(Duration.ofMillis(50)).currentTime());
            assertThatThrownBy(() -> result(hurried)).isInstanceOf(MainstayException.TimedOut.class);
            ScriptedGateway.awaitBlocked(second);
            connected.peer.send(new CurrentTime(1764000000));
            assertThat(result(first)).isEqualTo(Instant.ofEpochSecond(1764000000));
            assertThat(result(second)).isEqualTo(Instant.ofEpochSecond(1764000000));

            assertThatThrownBy(() ->
                            connected.ib.withTimeout(Duration.ofSeconds(1)).currentTime())
                    .as("too close to the last one for a gateway to answer")
                    .isInstanceOf(MainstayException.TimedOut.class)
                    .hasMessageContaining("was not asked for");
            FutureTask<Instant> third = program(connected.ib::currentTime);
            FutureTask<Instant> fourth = program(connected.ib::currentTime);
            connected.peer.read(ReqCurrentTime.class);
            connected.peer.send(new CurrentTime(1764000005));
            assertThat(result(third)).isEqualTo(Instant.ofEpochSecond(1764000005));
            assertThat(result(fourth)).isEqualTo(Instant.ofEpochSecond(1764000005));
        }
    }
}
