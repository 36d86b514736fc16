package io.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.routing.Correlation;
import io.mainstay.engine.support.Question;
import io.mainstay.engine.support.TestClient;
import io.mainstay.engine.support.World;
import io.mainstay.engine.upstream.UpstreamState;
import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrderEnd;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqExecutions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients ask, an answer that a loss or silence cuts at any point ends in one error and is never called complete;
 * and the next one is complete when it is called so. Others ask the same meanwhile and late answers come, by seeds.
 */
class UnknownIsNotEmptyTest {
    private static final int VERSION = 225;
    private static final int SEEDS = 6;

    private enum Loss {
        CUT,
        HALF_OPEN,
        SILENCE,
        SERVERS_LOST
    }

    @Test
    void shouldEndEveryAnswerThatIsCutAnywhereInAnErrorAndCallOnlyWholeOnesComplete() {
        Set<String> asked = new LinkedHashSet<>();
        for (Question question : Question.all()) {
            asked.add(question.toString());
            for (int point = 0; point <= question.rows().size(); point++) {
                for (Loss loss : Loss.values()) {
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        try {
                            new Run(question, point, loss, seed).all();
                        } catch (AssertionError | RuntimeException e) {
                            throw new AssertionError(
                                    question + " after " + point + " messages, " + loss + ", seed " + seed + ": "
                                            + e.getMessage(),
                                    e);
                        }
                    }
                }
            }
        }
        assertThat(asked)
                .contains(
                        "REQ_POSITIONS",
                        "REQ_ACCT_DATA",
                        "REQ_ACCOUNT_SUMMARY",
                        "REQ_OPEN_ORDERS",
                        "REQ_ALL_OPEN_ORDERS",
                        "REQ_COMPLETED_ORDERS",
                        "REQ_EXECUTIONS",
                        "REQ_CONTRACT_DATA",
                        "REQ_HISTORICAL_DATA",
                        "REQ_SCANNER_PARAMETERS",
                        "REQ_SEC_DEF_OPT_PARAMS",
                        "REQ_POSITIONS_MULTI",
                        "REQ_CURRENT_TIME")
                .hasSize(39);
    }

    @Test
    void shouldCallNothingCompleteAfterALossOnlyBecauseItWasCompleteBefore() {
        List<Question> kept = Question.all().stream()
                .filter(question -> question.isMulti() || question.route().correlation() == Correlation.SHARED)
                .toList();
        assertThat(kept).hasSize(5);
        for (Question question : kept) {
            for (Loss loss : List.of(Loss.CUT, Loss.HALF_OPEN)) {
                var run = new Run(question, 0, loss, 1);
                run.ask(1, 5);
                run.world.passMs(1_000);
                question.answer(run.takeAsked().getFirst()).forEach(run.world::gatewaySays);
                TestClient holder = run.askers.getFirst().client;
                assertThat(holder.take().stream().filter(question::isEnd)).hasSize(1);
                run.lose();
                List<Outgoing> again = run.heal();
                run.ask(2, 6);
                run.world.passMs(1_000);
                TestClient late = run.askers.getLast().client;
                assertThat(late.take())
                        .as("%s after %s: the gateway has told nothing yet", question, loss)
                        .noneMatch(question::isEnd);
                assertThat(again).as("it is asked for the holder, once").hasSize(1);
                question.answer(again.getFirst()).forEach(run.world::gatewaySays);
                List<Message> told = late.take();
                assertThat(told.stream().filter(question::isRow)).hasSize(question.rowsSeen());
                assertThat(question.isEnd(told.getLast())).isTrue();
            }
        }
    }

    /** One client's part: what it asked since and what it was told. */
    private static final class Asker {
        private final TestClient client;
        private final int reqId;

        private Asker(TestClient client, int reqId) {
            this.client = client;
            this.reqId = reqId;
        }
    }

    private static final class Run {
        private final Question question;
        private final int point;
        private final Loss loss;
        private final Random random;
        private final World world = World.ready(VERSION);
        private final List<Asker> askers = new ArrayList<>();

        private Run(Question question, int point, Loss loss, long seed) {
            this.question = question;
            this.point = point;
            this.loss = loss;
            this.random = new Random(seed);
        }

        private void all() {
            ask(1, 5);
            if (random.nextBoolean()) {
                ask(2, 6);
            }
            world.passMs(1_000);
            Outgoing asked = takeAsked().getFirst();
            List<Incoming> answer = question.answer(asked);
            answer.subList(0, point).forEach(world::gatewaySays);
            if (random.nextBoolean()) {
                ask(3, 7);
            }
            lose();
            boolean goesOn = question.isMulti() && loss != Loss.SILENCE;
            for (Asker asker : askers) {
                List<Message> told = asker.client.take();
                assertThat(told).as("no end that the gateway did not tell").noneMatch(question::isEnd);
                assertThat(told.stream().filter(message -> endsIt(asker, message)))
                        .as("errors that end it, told to client of %d", asker.reqId)
                        .hasSize(goesOn ? 0 : 1);
            }
            List<Outgoing> again = heal();
            List<Incoming> tail = loss == Loss.SILENCE ? answer.subList(point, answer.size()) : List.of();
            // The rest of it comes before the next question, or after it, or never.
            int comes = random.nextInt(3);
            if (comes == 0) {
                tail.forEach(world::gatewaySays);
                askers.forEach(asker -> assertThat(asker.client.take())
                        .as("a late answer to nobody")
                        .noneMatch(question::isEnd));
            }
            if (loss == Loss.SERVERS_LOST && question.isMulti()) {
                tail = answer.subList(point, answer.size());
                tail.forEach(world::gatewaySays);
                askers.forEach(asker -> assertThat(asker.client.take().stream().filter(question::isEnd))
                        .as("the gateway kept it and goes on")
                        .hasSize(1));
                return;
            }
            if (!goesOn) {
                askers.clear();
                ask(4, 8);
                world.passMs(1_000);
            }
            if (comes == 1) {
                tail.forEach(world::gatewaySays);
            }
            again.addAll(takeAsked());
            assertThat(again).as("it is asked again").isNotEmpty();
            for (int i = 0; i < 10 && !again.isEmpty(); i++) {
                again.forEach(message -> question.answer(message).forEach(world::gatewaySays));
                world.passMs(1_000);
                again = takeAsked();
            }
            for (Asker asker : askers) {
                int rows = 0;
                int ends = 0;
                for (Message message : asker.client.take()) {
                    if (question.isEnd(message)) {
                        ends++;
                        assertThat(rows).as("rows before the end").isGreaterThanOrEqualTo(question.rowsSeen());
                    } else if (question.isRow(message)) {
                        rows++;
                    }
                    assertThat(endsIt(asker, message)).as("%s", message).isFalse();
                }
                assertThat(ends).as("the whole answer is told").isEqualTo(1);
            }
        }

        private void ask(int clientId, int reqId) {
            TestClient client = world.client(clientId, VERSION);
            askers.add(new Asker(client, reqId));
            client.send(question.start(reqId));
        }

        /** What the gateway was asked of this kind; the engine's own questions after an outage are answered. */
        private List<Outgoing> takeAsked() {
            return new ArrayList<>(
                    world.takeFromEngine().stream().filter(question::isAskedBy).toList());
        }

        private void lose() {
            switch (loss) {
                case CUT -> world.gatewayCloses(true);
                case HALF_OPEN -> {
                    world.gateway.answersSignsOfLife = false;
                    world.passMs(20_000);
                    world.gateway.answersSignsOfLife = true;
                }
                case SILENCE -> world.passMs(130_000);
                case SERVERS_LOST -> {
                    world.gatewaySays(new ErrorMessage(-1, 1100, "lost", "", 0));
                    world.passMs(130_000);
                }
            }
            world.gateway.received.clear();
        }

        /** The gateway is well again; returns what it is asked again by itself. */
        private List<Outgoing> heal() {
            if (loss == Loss.SERVERS_LOST) {
                world.gatewaySays(new ErrorMessage(-1, 1102, "back", "", 0));
            } else if (loss != Loss.SILENCE) {
                while (world.engine.snapshot(world.nanos()).state() != UpstreamState.CONNECTING) {
                    world.passMs(100);
                }
                world.gateway.received.clear();
                world.connected().gatewayGreets();
                world.gatewaySays(new ManagedAccounts("DU9000001"), new NextValidId(379));
            }
            world.passMs(1_000);
            var again = new ArrayList<Outgoing>();
            for (Outgoing message : world.takeFromEngine()) {
                switch (message) {
                    case ReqAllOpenOrders own -> world.gatewaySays(new OpenOrderEnd());
                    case ReqExecutions own -> world.gatewaySays(new ExecDetailsEnd(own.reqId()));
                    default -> {
                        if (question.isAskedBy(message)) {
                            again.add(message);
                        }
                    }
                }
            }
            askers.forEach(asker -> assertThat(asker.client.take()).noneMatch(question::isEnd));
            return again;
        }

        private boolean endsIt(Asker asker, Message message) {
            return message instanceof ErrorMessage error
                    && (error.errorCode() == ErrorCatalogue.NOT_CONNECTED
                            || error.errorCode() == ErrorCatalogue.REQUEST_FAILED)
                    && error.id() == (question.hasId() ? asker.reqId : -1);
        }
    }
}
