package io.mainstay.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mainstay.protocol.message.AccountDownloadEnd;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.CancelMktData;
import io.mainstay.protocol.message.CancelOrder;
import io.mainstay.protocol.message.CommissionAndFeesReport;
import io.mainstay.protocol.message.CurrentTimeInMillis;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ExecDetails;
import io.mainstay.protocol.message.ExecDetailsEnd;
import io.mainstay.protocol.message.HistoricalData;
import io.mainstay.protocol.message.HistoricalDataUpdate;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.OpenOrder;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.OrderStatus;
import io.mainstay.protocol.message.PositionData;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqAllOpenOrders;
import io.mainstay.protocol.message.ReqContractDetails;
import io.mainstay.protocol.message.ReqCurrentTimeInMillis;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqManagedAccts;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.protocol.message.TickPrice;
import io.mainstay.protocol.message.UnknownMessage;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import io.mainstay.simulator.fault.FaultCatalogue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault that does not need a socket: its symptom shows at the client while it is on, and does not while it is off,
 * nor when it has been on before. {@link io.mainstay.simulator.FaultCoverageTest} sees to it that none is missing.
 */
public class FaultTableTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final byte[] HTTP = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Moves the fault's switch, or does nothing in the runs that show its absence. */
    interface Switch {
        void on();

        void off();
    }

    /** Says whether a fault's symptom shows at the clients of a gateway. */
    interface Symptom {
        boolean shows(GatewayHarness h, Switch fault);
    }

    private static final Map<String, Symptom> ROWS = new LinkedHashMap<>();

    private static void row(String spec, Symptom symptom) {
        ROWS.put(spec, symptom);
    }

    /** A symptom at a client whose session was open before the fault came. */
    private interface ReadySymptom {
        boolean shows(GatewayHarness h, TestPeer client);
    }

    private static void ready(String spec, ReadySymptom symptom) {
        row(spec, (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            return symptom.shows(h, client);
        });
    }

    /** A symptom of a session's start. */
    private interface StartSymptom {
        boolean shows(TestPeer client, List<Message> start);
    }

    private static void starting(String spec, StartSymptom symptom) {
        row(spec, (h, fault) -> {
            fault.on();
            TestPeer client = h.connect();
            client.greet(100, 200);
            if (client.greeting() != null) {
                client.start(7);
            }
            return symptom.shows(client, client.takeAll());
        });
    }

    static {
        connections();
        starts();
        link();
        marketData();
        requests();
        orders();
    }

    private static void connections() {
        starting("mute-handshake", (c, start) -> c.greeting() == null && !c.isOver());
        starting("close-on-accept", (c, start) -> c.finished);
        starting("reset-on-connect", (c, start) -> c.aborted);
        starting("reset-on-greeting", (c, start) -> c.aborted);
        ready("half-open", (h, c) -> isSilent(c) && c.frozen && answers(h.ready(8)));
        ready("half-open@connection:1", (h, c) -> isSilent(c) && answers(h.ready(8)));
        row("half-open@connection:2", (h, fault) -> {
            fault.on();
            return answers(h.ready(7)) && isSilent(h.ready(8)) && answers(h.ready(9));
        });
        ready("black-hole", (h, c) -> isSilent(c) && !c.frozen && !c.isOver() && answers(h.ready(8)));
        row("slow-drain", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            boolean silent = isSilent(client);
            fault.off();
            return silent && !client.take(CurrentTimeInMillis.class).isEmpty();
        });
        ready("half-close", (h, c) -> c.outputEnded && isSilent(c));
        ready("reset-sessions", (h, c) -> c.aborted && answers(h.ready(8)));
        ready("idle-cut=5m", (h, c) -> {
            h.pass(Duration.ofMinutes(4));
            boolean answered = answers(c);
            h.pass(Duration.ofMinutes(4));
            answered &= answers(c);
            h.pass(Duration.ofMinutes(5));
            return answered && isSilent(c) && c.frozen;
        });
        ready("cut-mid-frame=REQ_CONTRACT_DATA", (h, c) -> {
            c.raw.reset();
            c.send(new ReqContractDetails(1, TestPeer.AAPL));
            return c.finished && c.raw.size() > 100 && c.takeAll().isEmpty();
        });
        for (int bytes : new int[] {0, 1, 3, 4, 5, 17, 100}) {
            ready("cut-at-byte=" + bytes, (h, c) -> {
                c.raw.reset();
                c.send(new ReqContractDetails(1, TestPeer.AAPL));
                return c.finished && c.raw.size() == bytes;
            });
        }
        row("reset-at-byte=10", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200);
            return client.aborted && client.raw.size() == 10;
        });
        row("stall-at-byte=10", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200);
            return !client.isOver() && client.raw.size() == 10 && client.greeting() == null;
        });
        ready("bandwidth=100", (h, c) -> {
            for (int i = 0; i < 10; i++) {
                c.send(new ReqCurrentTimeInMillis());
            }
            int sizeBytes =
                    4 + "109\0".length() + Long.toString(h.now().toEpochMilli()).length() + 1;
            h.pass(SECOND);
            return c.take(CurrentTimeInMillis.class).size() == 100 / sizeBytes;
        });
        ready("split-bytes", (h, c) -> answers(c) && c.byteWise);
        ready("coalesced=250ms", (h, c) -> {
            int before = c.sends;
            for (int i = 0; i < 200; i++) {
                c.send(new ReqCurrentTimeInMillis());
            }
            boolean nothingYet = c.sends == before;
            h.pass(SECOND);
            return nothingYet
                    && c.sends == before + 1
                    && c.take(CurrentTimeInMillis.class).size() == 200;
        });
        ready("latency=100ms:50ms", (h, c) -> {
            boolean late = isSilent(c);
            h.pass(Duration.ofMillis(99));
            late &= c.takeAll().isEmpty();
            h.pass(Duration.ofMillis(51));
            return late && c.take(CurrentTimeInMillis.class).size() == 1;
        });
        ready("slow-close=10s", (h, c) -> {
            c.end();
            boolean open = !c.isOver();
            h.pass(Duration.ofSeconds(10));
            return open && c.finished;
        });
        row("strangers-hang", (h, fault) -> {
            fault.on();
            TestPeer browser = h.connect();
            browser.bytes(HTTP);
            h.pass(Duration.ofMinutes(5));
            return !browser.isOver() && browser.raw.size() == 0;
        });
    }

    private static void starts() {
        row("slow-handshake=2s", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200);
            boolean late = client.greeting() == null;
            h.pass(Duration.ofSeconds(2));
            return late && client.greeting() != null;
        });
        starting("mute-login", (c, start) -> c.greeting() != null && start.isEmpty());
        starting(
                "no-accounts",
                (c, start) -> has(start, NextValidId.class)
                        && !has(start, ManagedAccounts.class)
                        && c.send(new ReqManagedAccts())
                                        .take(ManagedAccounts.class)
                                        .size()
                                == 1);
        starting(
                "no-next-valid-id",
                (c, start) -> has(start, ManagedAccounts.class)
                        && !has(start, NextValidId.class)
                        && c.send(new ReqIds(1)).take(NextValidId.class).size() == 1);
        starting("empty-accounts", (c, start) -> start.contains(new ManagedAccounts("")));
        row("accounts-late=5s", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200).start(7);
            boolean missing = client.take(ManagedAccounts.class).isEmpty();
            h.pass(Duration.ofSeconds(5));
            return missing && client.take(ManagedAccounts.class).size() == 1;
        });
        starting("unordered-start", (c, start) -> start.getFirst() instanceof NextValidId);
        starting("no-start-notices", (c, start) -> start.size() == 2 && !has(start, ErrorMessage.class));
        starting("duplicate-client-id", (c, start) -> codes(start).contains(326) && c.finished);
        row("held-client-id=30s", (h, fault) -> {
            fault.on();
            h.ready(7).vanish();
            boolean held = codes(h.connect().greet(100, 200).start(7).takeAll()).contains(326);
            h.pass(Duration.ofSeconds(30));
            return held && answers(h.ready(7));
        });
        row("held-client-id=forever", (h, fault) -> {
            fault.on();
            h.ready(7).vanish();
            h.pass(Duration.ofDays(7));
            return codes(h.connect().greet(100, 200).start(7).takeAll()).contains(326);
        });
        row("client-limit=1", (h, fault) -> {
            fault.on();
            return answers(h.ready(7)) && h.connect().greet(100, 200).start(8).finished;
        });
        row("client-limit=1:hang", (h, fault) -> {
            fault.on();
            h.ready(7);
            TestPeer second = h.connect().greet(100, 200).start(8);
            return second.takeAll().isEmpty() && !second.isOver();
        });
        row("connection-dialog", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200);
            boolean waits = client.greeting() == null;
            fault.off();
            return waits && client.greeting() != null;
        });
        row("connection-dialog=reject", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200);
            fault.off();
            return client.greeting() == null && client.finished;
        });
        starting(
                "wrong-version=76",
                (c, start) -> Objects.requireNonNull(c.greeting()).serverVersion() == 76);
        starting("redirect=127.0.0.1:4001", (c, start) -> c.strangeGreeting.equals("-1\000127.0.0.1:4001\0"));
        row("slow-login=20s", (h, fault) -> {
            fault.on();
            TestPeer client = h.connect().greet(100, 200).start(7);
            boolean late = client.takeAll().isEmpty();
            h.pass(Duration.ofSeconds(20));
            return late && has(client.takeAll(), NextValidId.class);
        });
        row("throttled-logins=2:30s", (h, fault) -> {
            fault.on();
            boolean first = answers(h.ready(1)) && answers(h.ready(2));
            TestPeer third = h.connect().greet(100, 200).start(3);
            boolean late = third.takeAll().isEmpty();
            h.pass(Duration.ofSeconds(30));
            return first && late && has(third.takeAll(), NextValidId.class);
        });
    }

    private static void link() {
        row("link-down=4s", (h, fault) -> {
            TestPeer client = streaming(h);
            fault.on();
            h.pass(Duration.ofSeconds(9));
            boolean lost = client.send(history(2)).takeErrors().equals(List.of(1100, 1100, 1100));
            fault.off();
            h.pass(SECOND);
            List<Message> after = client.takeAll();
            return lost && codes(after).contains(1102) && has(after, TickPrice.class);
        });
        row("link-down-data-lost", (h, fault) -> {
            TestPeer client = streaming(h);
            fault.on();
            boolean lost = client.takeErrors().equals(List.of(1100));
            fault.off();
            h.pass(SECOND);
            List<Message> after = client.takeAll();
            return lost && codes(after).contains(1101) && !has(after, TickPrice.class);
        });
        row("link-down-untold", (h, fault) -> {
            TestPeer client = streaming(h);
            fault.on();
            boolean lost = client.takeErrors().equals(List.of(1100));
            fault.off();
            h.pass(SECOND);
            List<Message> after = client.takeAll();
            return lost && codes(after).isEmpty() && has(after, TickPrice.class);
        });
        notices("farm-flap", List.of(2103, 2103, 2105, 2157), List.of(2104, 2104, 2106, 2158));
        notices("farm-flap=history", List.of(2105), List.of(2106));
        row("farm-flapping=2s", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            h.pass(Duration.ofSeconds(5));
            List<Integer> codes = client.takeErrors();
            return codes.stream().filter(code -> code == 2105).count() == 2
                    && codes.stream().filter(code -> code == 2106).count() == 1;
        });
        notices("farm-inactive", List.of(2108, 2108, 2107), List.of(2104, 2104, 2106, 2158));
        notices("farm-connecting", List.of(2119, 2119), List.of(2104, 2104, 2106, 2158));
        ready("link-broken-notice=10s", (h, c) -> {
            boolean told = c.takeErrors().equals(List.of(2110)) && !c.isOver();
            h.pass(Duration.ofSeconds(10));
            return told && c.finished;
        });
        ready("nightly-reset=8m", (h, c) -> {
            h.pass(Duration.ofMinutes(3));
            List<Integer> before = c.takeErrors();
            h.pass(Duration.ofMinutes(5));
            List<Integer> after = c.takeErrors();
            return before.containsAll(List.of(2103, 2104, 1100)) && after.containsAll(List.of(2103, 1101, 2104));
        });
        row("auto-restart", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            return client.aborted;
        });
        row("weekly-login=30s", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            h.pass(Duration.ofMinutes(1));
            TestPeer next = h.connect().greet(100, 200);
            h.pass(Duration.ofHours(1));
            boolean pending = client.aborted && next.greeting() == null && !next.isOver();
            fault.off();
            return pending && answers(h.ready(8));
        });
        row("maintenance", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            boolean down = client.takeErrors().containsAll(List.of(1100, 2103));
            boolean mute = h.connect().greet(100, 200).greeting() == null;
            fault.off();
            return down && mute && client.takeErrors().containsAll(List.of(1101, 2104));
        });
        row("late-flush", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            client.send(new ReqContractDetails(1, TestPeer.AAPL)).send(history(2));
            boolean silent = client.takeAll().isEmpty();
            fault.off();
            List<Integer> codes = client.takeErrors();
            return silent && codes.size() > 3 && codes.subList(0, 3).equals(List.of(200, 200, 2103));
        });
        ready(
                "clock-jump=90s",
                (h, c) -> c.send(new ReqCurrentTimeInMillis())
                                .take(CurrentTimeInMillis.class)
                                .getFirst()
                                .timeInMillis()
                        == h.now().toEpochMilli() + 90_000);
    }

    private static void notices(String spec, List<Integer> on, List<Integer> off) {
        row(spec, (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            boolean told = client.takeErrors().equals(on);
            fault.off();
            return told && client.takeErrors().equals(off);
        });
    }

    private static void marketData() {
        ready("no-market-data", (h, c) -> codes(c.send(quotes(1)).takeAll()).contains(354));
        row("competing-session", (h, fault) -> {
            TestPeer client = streaming(h);
            fault.on();
            h.pass(Duration.ofSeconds(5));
            List<Message> during = client.takeAll();
            fault.off();
            h.pass(Duration.ofSeconds(5));
            return codes(during).equals(List.of(10197))
                    && !has(during, TickPrice.class)
                    && has(client.takeAll(), TickPrice.class);
        });
        row("stream-stalls@times:1", (h, fault) -> {
            TestPeer client = streaming(h);
            client.send(new ReqMktData(2, TestPeer.stock("MSFT"), "", false, false, ""));
            client.takeAll();
            fault.on();
            h.pass(Duration.ofSeconds(10));
            List<Message> during = client.takeAll();
            long alive = during.stream()
                    .filter(TickPrice.class::isInstance)
                    .map(m -> ((TickPrice) m).reqId())
                    .distinct()
                    .count();
            return alive == 1 && codes(during).isEmpty();
        });
        for (int code : new int[] {10182, 420, 10225}) {
            row("stream-dropped=" + code, (h, fault) -> {
                TestPeer client = streaming(h);
                fault.on();
                h.pass(Duration.ofSeconds(5));
                return codes(client.takeAll()).equals(List.of(code));
            });
        }
        row("depth-halted", (h, fault) -> {
            TestPeer client = h.ready(7);
            client.send(depth(1));
            client.takeAll();
            fault.on();
            h.pass(Duration.ofSeconds(30));
            List<Message> during = client.takeAll();
            return codes(during).equals(List.of(316)) && !has(during, UpdateMktDepthL2.class);
        });
        ready("depth-reset=6", (h, c) -> {
            List<Message> book = c.send(depth(1)).takeAll();
            int reset = codesAndZeros(book).indexOf(317);
            return reset == 6
                    && book.subList(7, 13).stream()
                            .allMatch(m -> m instanceof UpdateMktDepthL2 row && row.operation() == 0);
        });
        ready("cancel-race", (h, c) -> {
            c.send(quotes(1)).takeAll();
            return c.send(new CancelMktData(1)).takeErrors().equals(List.of(354, 300));
        });
        ready(
                "sentinel-values",
                (h, c) ->
                        c.send(quotes(1)).take(TickPrice.class).stream().allMatch(tick -> isEqual("-1", tick.price())));
        ready("tick-flood=50", (h, c) -> {
            List<TickPrice> ticks = c.send(quotes(1)).take(TickPrice.class);
            return ticks.size() >= 50
                    && ticks.subList(0, 50).stream().distinct().count() == 1;
        });
        ready("bad-live-bars", (h, c) -> {
            c.send(liveHistory(1)).takeAll();
            h.pass(Duration.ofSeconds(30));
            return c.take(HistoricalDataUpdate.class).isEmpty();
        });
        ready("bad-live-bars=wrong", (h, c) -> {
            c.send(liveHistory(1)).takeAll();
            h.pass(Duration.ofSeconds(30));
            return c.take(HistoricalDataUpdate.class).stream()
                    .anyMatch(bar ->
                            Objects.requireNonNull(bar.close()).compareTo(Objects.requireNonNull(bar.high())) > 0);
        });
    }

    private static void requests() {
        ready("no-answer=REQ_HISTORICAL_DATA:2", (h, c) -> {
            boolean lost = c.send(history(1)).send(history(2)).takeAll().isEmpty();
            return lost && has(c.send(history(3)).takeAll(), HistoricalData.class);
        });
        ready(
                "no-answer=REQ_POSITIONS:forever",
                (h, c) ->
                        !has(c.send(new ReqPositions()).send(new ReqPositions()).takeAll(), PositionData.class));
        ready("error=REQ_MKT_DATA:10089:a text", (h, c) -> {
            List<Message> answer = c.send(quotes(5)).takeAll();
            return answer.size() == 1
                    && answer.getFirst() instanceof ErrorMessage e
                    && e.id() == 5
                    && e.errorCode() == 10089
                    && e.errorMsg().equals("a text");
        });
        ready("notice=REQ_MKT_DATA:10090", (h, c) -> {
            List<Message> answer = c.send(quotes(5)).takeAll();
            return codes(answer).equals(List.of(10090)) && has(answer, TickPrice.class);
        });
        for (String cause : List.of("pacing", "no-data", "cancelled", "invalid-step", "other-session")) {
            ready(
                    "history-error=" + cause,
                    (h, c) -> c.send(history(1)).takeErrors().equals(List.of(162)));
        }
        ready("no-end", (h, c) -> !has(c.send(executions(1, "")).takeAll(), ExecDetailsEnd.class));
        ready(
                "no-end=EXECUTION_DATA_END",
                (h, c) -> !has(c.send(executions(1, "")).takeAll(), ExecDetailsEnd.class) && answers(c));
        ready(
                "lost-message=HISTORICAL_DATA",
                (h, c) -> !has(c.send(history(1)).takeAll(), HistoricalData.class) && answers(c));
        ready("deaf-after-cancel", (h, c) -> {
            boolean before = answers(c);
            return before && isSilent(c.send(new CancelAccountSummary(1)));
        });
        ready(
                "no-unfiltered-executions",
                (h, c) -> c.send(executions(1, "")).takeAll().isEmpty()
                        && has(c.send(executions(2, "AAPL")).takeAll(), ExecDetailsEnd.class));
        ready(
                "silent-account=DU1234567",
                (h, c) -> !has(c.send(new ReqAccountUpdates(true, "DU1234567")).takeAll(), AccountDownloadEnd.class));
        ready("pacing-enforced", (h, c) -> {
            for (int second = 0; second < 3; second++) {
                h.pass(SECOND);
                for (int i = 0; i < 51; i++) {
                    c.send(new ReqCurrentTimeInMillis());
                }
            }
            return c.takeErrors().equals(List.of(100, 100, 100)) && c.finished;
        });
        ready("pacing-delays", (h, c) -> {
            for (int i = 0; i < 100; i++) {
                c.send(new ReqCurrentTimeInMillis());
            }
            int atOnce = c.take(CurrentTimeInMillis.class).size();
            h.pass(SECOND);
            return atOnce == 50 && c.take(CurrentTimeInMillis.class).size() == 50;
        });
        ready("hangs-after-burst=100", (h, c) -> {
            for (int i = 0; i < 101; i++) {
                c.send(new ReqCurrentTimeInMillis());
            }
            return c.take(CurrentTimeInMillis.class).size() == 100
                    && isSilent(c)
                    && h.connect().greet(100, 200).greeting() == null;
        });
        ready("late-answer=10s", (h, c) -> late(h, c, history(1), HistoricalData.class));
        ready("late-answer=10s:REQ_EXECUTIONS", (h, c) -> late(h, c, executions(1, ""), ExecDetailsEnd.class));
        ready(
                "duplicate-answer=REQ_HISTORICAL_DATA",
                (h, c) -> c.send(history(1)).take(HistoricalData.class).size() == 2);
        ready("garbled", (h, c) -> has(details(c), UnknownMessage.class) && answers(c));
        ready("garbled=bad-number:CONTRACT_DATA", (h, c) -> details(c) != null && c.unreadable == 1 && answers(c));
        ready("garbled=truncated:CONTRACT_DATA", (h, c) -> details(c) != null && c.unreadable == 1 && answers(c));
        ready("garbled=not-utf8:CONTRACT_DATA", (h, c) -> {
            c.raw.reset();
            details(c);
            return c.raw.toString(StandardCharsets.ISO_8859_1).contains("\u00C0\u00AF");
        });
        row("errors-in-protobuf", (h, fault) -> {
            TestPeer c = h.ready(7, 200);
            fault.on();
            c.raw.reset();
            c.send(new CancelMktData(9));
            byte[] frame = c.raw.toByteArray();
            return frame.length > 8 && frame[4] == 0 && frame[5] == 0 && frame[6] == 0 && (frame[7] & 0xFF) == 204;
        });
    }

    private static boolean late(
            GatewayHarness h,
            TestPeer client,
            io.mainstay.protocol.message.Outgoing request,
            Class<? extends Message> answer) {
        boolean silent = client.send(request).takeAll().isEmpty();
        h.pass(Duration.ofSeconds(10));
        return silent && has(client.takeAll(), answer);
    }

    private static List<Message> details(TestPeer client) {
        return client.send(new ReqContractDetails(1, TestPeer.AAPL)).takeAll();
    }

    private static void orders() {
        ready("read-only", (h, c) -> c.place(1, limit("1")).takeErrors().equals(List.of(321)));
        row("order-held-by-dialog", (h, fault) -> {
            TestPeer client = h.ready(7);
            fault.on();
            boolean silent = client.place(1, limit("1")).takeAll().isEmpty();
            fault.off();
            return silent && has(client.takeAll(), OrderStatus.class);
        });
        ready(
                "order-swallowed",
                (h, c) -> c.place(1, limit("1")).takeAll().isEmpty()
                        && !has(c.send(new ReqAllOpenOrders()).takeAll(), OpenOrder.class));
        ready("order-untold", (h, c) -> {
            boolean silent = c.place(1, limit("1")).takeAll().isEmpty();
            boolean listed = has(c.send(new ReqAllOpenOrders()).takeAll(), OpenOrder.class);
            c.place(2, TestPeer.order("BUY", 1, "MKT"));
            h.pass(SECOND);
            silent &= c.takeAll().isEmpty();
            return silent && listed && has(c.send(executions(3, "")).takeAll(), ExecDetails.class);
        });
        ready("reset-at-order=taken", (h, c) -> {
            boolean silent = c.place(1, limit("1")).takeAll().isEmpty();
            h.pass(Duration.ZERO);
            return silent
                    && c.aborted
                    && has(h.ready(8).send(new ReqAllOpenOrders()).takeAll(), OpenOrder.class);
        });
        ready("reset-at-order=lost", (h, c) -> {
            c.place(1, limit("1"));
            return c.aborted && !has(h.ready(8).send(new ReqAllOpenOrders()).takeAll(), OpenOrder.class);
        });
        ready("order-status-missing", (h, c) -> {
            List<Message> filled = fill(h, c);
            return !has(filled, OrderStatus.class) && has(filled, ExecDetails.class);
        });
        ready("order-status-repeated", (h, c) -> {
            List<Message> filled = fill(h, c);
            return count(filled, OrderStatus.class)
                    == 2
                            * filled.stream()
                                    .filter(OrderStatus.class::isInstance)
                                    .distinct()
                                    .count();
        });
        ready("execution-after-status", (h, c) -> {
            List<Message> filled = fill(h, c);
            return first(filled, ExecDetails.class) > first(filled, CommissionAndFeesReport.class);
        });
        ready("commission-late=30s", (h, c) -> {
            boolean missing = !has(fill(h, c), CommissionAndFeesReport.class);
            h.pass(Duration.ofSeconds(30));
            return missing && has(c.takeAll(), CommissionAndFeesReport.class);
        });
        ready("commission-missing", (h, c) -> !has(fill(h, c), CommissionAndFeesReport.class));
        ready("commission-invalid", (h, c) -> isEqual("-1", commission(h, c)));
        // The reader takes this sentinel for absence.
        ready("commission-invalid=max", (h, c) -> commission(h, c) == null);
        ready("order-doubled", (h, c) -> {
            c.place(1, limit("1")).takeAll();
            c.place(1, limit("2"));
            h.pass(SECOND);
            c.takeAll();
            List<OpenOrder> open = c.send(new ReqAllOpenOrders()).take(OpenOrder.class);
            return open.size() == 2
                    && open.get(0).orderId() == open.get(1).orderId()
                    && open.get(0).order().permId() > open.get(1).order().permId();
        });
        for (int code : new int[] {110, 105, 2102, 103}) {
            ready("modify-rejected=" + code, (h, c) -> {
                c.place(1, limit("1"));
                h.pass(SECOND);
                c.takeAll();
                boolean refused = c.place(1, limit("2")).takeErrors().equals(List.of(code));
                return refused
                        && isEqual(
                                "1",
                                c.send(new ReqAllOpenOrders())
                                        .take(OpenOrder.class)
                                        .getFirst()
                                        .order()
                                        .lmtPrice());
            });
        }
        for (int code : new int[] {201, 203, 460, 10289, 10293}) {
            ready(
                    "order-rejected=" + code,
                    (h, c) -> c.place(1, limit("1")).takeErrors().equals(List.of(code)));
        }
        for (int code : new int[] {161, 135, 104}) {
            ready("cancel-rejected=" + code, (h, c) -> {
                c.place(1, limit("1"));
                h.pass(SECOND);
                c.takeAll();
                return c.send(cancel(1)).takeErrors().equals(List.of(code))
                        && has(c.send(new ReqAllOpenOrders()).takeAll(), OpenOrder.class);
            });
        }
        for (int code : new int[] {399, 10349, 2109, 404}) {
            ready("order-notice=" + code, (h, c) -> {
                List<Message> answer = c.place(1, limit("1")).takeAll();
                return codes(answer).equals(List.of(code)) && has(answer, OpenOrder.class);
            });
        }
        row("cancel-unanswered", (h, fault) -> {
            TestPeer client = h.ready(7);
            client.place(1, limit("1"));
            h.pass(SECOND);
            client.takeAll();
            fault.on();
            boolean silent = client.send(cancel(1)).takeAll().isEmpty();
            h.pass(Duration.ofHours(2));
            silent &= client.takeAll().isEmpty();
            fault.off();
            h.pass(SECOND);
            return silent && client.takeErrors().equals(List.of(202));
        });
        row("foreign-order", (h, fault) -> {
            TestPeer zero = h.ready(0);
            fault.on();
            List<OpenOrder> open = zero.take(OpenOrder.class);
            fault.off();
            h.pass(SECOND);
            return open.size() == 1
                    && open.getFirst().orderId() == 0
                    && open.getFirst().order().permId() > 0
                    && zero.take(OrderStatus.class).getLast().status().equals("Cancelled");
        });
        row("order-ids-rolled-back", (h, fault) -> {
            h.ready(7).place(5, limit("1"));
            fault.on();
            TestPeer other = h.ready(7 + 1);
            other.place(3, limit("1")).takeAll();
            int next =
                    other.send(new ReqIds(1)).take(NextValidId.class).getFirst().orderId();
            return next == 1 && other.place(next, limit("1")).takeErrors().equals(List.of(103));
        });
        ready("open-orders-partial", (h, c) -> {
            c.place(1, limit("1").toBuilder().transmit(false).build());
            c.place(
                    2,
                    TestPeer.order("SELL", 1, "LMT").toBuilder()
                            .lmtPrice(new BigDecimal("9000"))
                            .parentId(1)
                            .build());
            h.pass(SECOND);
            c.takeAll();
            List<OpenOrder> open = c.send(new ReqAllOpenOrders()).take(OpenOrder.class);
            return open.size() == 1 && open.getFirst().orderId() == 1;
        });
        row("execution-corrected", (h, fault) -> {
            TestPeer client = h.ready(7);
            ExecDetails before = (ExecDetails) fill(h, client).stream()
                    .filter(ExecDetails.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            fault.on();
            List<ExecDetails> after = client.take(ExecDetails.class);
            String id = before.execution().execId();
            return after.size() == 1
                    && after.getFirst().execution().execId().equals(id.substring(0, id.length() - 2) + "02");
        });
    }

    static Stream<Arguments> faults() {
        return ROWS.entrySet().stream().map(row -> arguments(row.getKey(), row.getValue()));
    }

    /** The faults that are shown here, as they are switched on. */
    public static List<String> specs() {
        return List.copyOf(ROWS.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldShowItsSymptomWhileItIsOnAndNotWhileItIsOff(String spec, Symptom symptom) {
        var nothing = new Board(new GatewayHarness(), spec, false);
        assertThat(symptom.shows(nothing.harness, nothing))
                .as("never on: %s", spec)
                .isFalse();

        var on = new Board(new GatewayHarness(), spec, true);
        assertThat(symptom.shows(on.harness, on)).as("on: %s", spec).isTrue();
        assertThat(on.harness.gateway.report().faults())
                .filteredOn(fault -> fault.spec().equals(on.spec))
                .singleElement()
                .satisfies(fault -> assertThat(fault.strikes()).as("strikes").isPositive());

        var before = new Board(new GatewayHarness(), spec, true);
        before.on();
        before.off();
        before.moves = false;
        assertThat(symptom.shows(before.harness, before)).as("off again").isFalse();
    }

    private static final class Board implements Switch {
        private final GatewayHarness harness;
        private final String spec;
        private boolean moves;

        Board(GatewayHarness harness, String spec, boolean moves) {
            this.harness = harness;
            this.spec = FaultCatalogue.parse(spec).orElseThrow().spec();
            this.moves = moves;
        }

        @Override
        public void on() {
            if (moves) {
                harness.gateway.switchOn(FaultCatalogue.parse(spec).orElseThrow(), harness.now());
            }
        }

        @Override
        public void off() {
            if (moves) {
                harness.gateway.switchOff(spec, harness.now());
            }
        }
    }

    private static TestPeer streaming(GatewayHarness h) {
        TestPeer client = h.ready(7).send(quotes(1));
        h.pass(SECOND);
        client.takeAll();
        return client;
    }

    private static boolean isSilent(TestPeer client) {
        return client.send(new ReqCurrentTimeInMillis())
                .take(CurrentTimeInMillis.class)
                .isEmpty();
    }

    private static boolean answers(TestPeer client) {
        return !isSilent(client);
    }

    private static boolean has(List<Message> messages, Class<? extends Message> type) {
        return messages.stream().anyMatch(type::isInstance);
    }

    private static long count(List<Message> messages, Class<? extends Message> type) {
        return messages.stream().filter(type::isInstance).count();
    }

    private static int first(List<Message> messages, Class<? extends Message> type) {
        int at = 0;
        while (at < messages.size() && !type.isInstance(messages.get(at))) {
            at++;
        }
        return at;
    }

    private static List<Integer> codes(List<Message> messages) {
        return messages.stream()
                .filter(ErrorMessage.class::isInstance)
                .map(m -> ((ErrorMessage) m).errorCode())
                .toList();
    }

    /** The code of each error in its place, and 0 for everything else. */
    private static List<Integer> codesAndZeros(List<Message> messages) {
        return messages.stream()
                .map(m -> m instanceof ErrorMessage e ? e.errorCode() : 0)
                .toList();
    }

    /** The messages of an order that is filled at once. */
    private static List<Message> fill(GatewayHarness h, TestPeer client) {
        client.place(1, TestPeer.order("BUY", 1, "MKT"));
        h.pass(SECOND);
        return client.takeAll();
    }

    private static @Nullable BigDecimal commission(GatewayHarness h, TestPeer client) {
        CommissionAndFeesReport report = (CommissionAndFeesReport) fill(h, client).stream()
                .filter(CommissionAndFeesReport.class::isInstance)
                .findFirst()
                .orElseThrow();
        return report.commissionAndFees();
    }

    private static boolean isEqual(String expected, @Nullable BigDecimal actual) {
        return actual != null && actual.compareTo(new BigDecimal(expected)) == 0;
    }

    private static Order limit(String price) {
        return TestPeer.order("BUY", 1, "LMT").toBuilder()
                .lmtPrice(new BigDecimal(price))
                .build();
    }

    private static CancelOrder cancel(int orderId) {
        return new CancelOrder(orderId, "", "", "", null, "", null);
    }

    private static ReqMktData quotes(int id) {
        return new ReqMktData(id, TestPeer.AAPL, "", false, false, "");
    }

    private static ReqMktDepth depth(int id) {
        return new ReqMktDepth(id, TestPeer.AAPL, 5, true, "");
    }

    private static ReqHistoricalData history(int id) {
        return new ReqHistoricalData(id, TestPeer.AAPL, "", "1 day", "2 D", 1, "TRADES", 1, false, "");
    }

    private static ReqHistoricalData liveHistory(int id) {
        return new ReqHistoricalData(id, TestPeer.AAPL, "", "5 mins", "2 D", 1, "TRADES", 1, true, "");
    }

    private static ReqExecutions executions(int id, String symbol) {
        return new ReqExecutions(id, 0, "", "", symbol, "", "", "", 0, List.of());
    }
}
