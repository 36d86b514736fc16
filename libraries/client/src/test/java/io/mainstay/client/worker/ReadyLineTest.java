package io.mainstay.client.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadyLineTest {
    @Test
    void shouldReadEachLineThatAWorkerMayPrint() {
        assertThat(ReadyLine.parse("ready pid=12 socket=/a b/worker.sock front=4102"))
                .isEqualTo(new ReadyLine.Ready(OptionalLong.of(12), OptionalInt.of(4102)));
        assertThat(ReadyLine.parse("ready pid=12 socket=/a front=none"))
                .isEqualTo(new ReadyLine.Ready(OptionalLong.of(12), OptionalInt.empty()));
        assertThat(ReadyLine.parse("locked 34")).isEqualTo(new ReadyLine.Locked(OptionalLong.of(34)));
        assertThat(ReadyLine.parse("failed disk is full, free some"))
                .isEqualTo(new ReadyLine.Failed("disk is full, free some"));
        assertThat(ReadyLine.parse("Exception in thread")).isEqualTo(new ReadyLine.Unknown("Exception in thread"));
        assertThat(ReadyLine.parse("")).isEqualTo(new ReadyLine.Unknown(""));
    }
}
