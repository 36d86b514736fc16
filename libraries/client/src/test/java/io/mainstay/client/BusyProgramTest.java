package io.mainstay.client;

import static io.mainstay.client.ScriptedGateway.program;
import static io.mainstay.client.ScriptedGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.PositionEnd;
import io.mainstay.protocol.message.ReqPositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program whose virtual threads occupy every carrier and never give one back. */
@Timeout(60)
class BusyProgramTest {
    @Test
    void shouldAnswerAndMeetDeadlinesWhileAllCarrierThreadsAreBlocked() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        var release = new AtomicBoolean();
        var spinning = new CountDownLatch(carriers);
        List<Thread> spinners = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            spinners.add(Thread.startVirtualThread(() -> {
                spinning.countDown();
                while (!release.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        try {
            spinning.await();
            try (Connected connected = new Connected()) {
                FutureTask<Positions> answered = program(connected.ib::positions);
                connected.peer.read(ReqPositions.class);
                connected.peer.send(new PositionEnd());
                assertThat(result(answered).all()).isEmpty();
                assertThatThrownBy(() ->
                                connected.ib.withTimeout(Duration.ofMillis(100)).accountSummary())
                        .isInstanceOf(MainstayException.TimedOut.class);
            }
        } finally {
            release.set(true);
            for (Thread spinner : spinners) {
                spinner.join();
            }
        }
    }

    @Test
    void shouldServeManyVirtualThreadsAtOnce() throws Exception {
        try (Connected connected = new Connected()) {
            var answers = new ArrayList<FutureTask<Positions>>();
            for (int i = 0; i < 200; i++) {
                var task = new FutureTask<>(connected.ib::positions);
                answers.add(task);
                Thread.startVirtualThread(task);
            }
            FutureTask<Integer> gateway = program(() -> {
                int questions = 0;
                for (Message message = connected.peer.read(); message != null; message = connected.peer.read()) {
                    if (message instanceof ReqPositions) {
                        questions++;
                        connected.peer.send(new PositionEnd());
                    }
                }
                return questions;
            });
            for (FutureTask<Positions> answer : answers) {
                assertThat(result(answer).all()).isEmpty();
            }
            FutureTask<Boolean> closing = program(() -> {
                connected.ib.close();
                return true;
            });
            assertThat(result(gateway)).isBetween(1, 200);
            connected.gateway.close();
            assertThat(result(closing)).isTrue();
        }
    }
}
