package io.mainstay.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.ReqHistoricalData;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqMktDepth;
import io.mainstay.protocol.message.ReqPnl;
import io.mainstay.protocol.message.ReqPnlSingle;
import io.mainstay.protocol.message.ReqRealTimeBars;
import io.mainstay.protocol.message.ReqScannerSubscription;
import io.mainstay.protocol.message.ReqTickByTickData;
import io.mainstay.system.support.Home;
import io.mainstay.system.support.Json;
import io.mainstay.system.support.Simulator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A hundred streams of every kind, held by one client, and what the gateway is asked for when its data come and go. */
class OutageTest {
    private static final int LINK_LOST = 1100;
    private static final int LINK_BACK = 1102;
    private static final int FARM_BACK = 2104;
    private static final String ACCOUNT = "DU1234567";

    /** The streams of which something has come since the last {@link #clear}. */
    private static final class Live {
        private final Set<Integer> ids = new HashSet<>();

        synchronized void add(int id) {
            if (ids.add(id)) {
                notifyAll();
            }
        }

        synchronized void clear() {
            ids.clear();
        }

        /** Waits for all of them; gives those of which nothing came in time. */
        synchronized Set<Integer> awaitAll(Set<Integer> wanted) throws InterruptedException {
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIVE_SECONDS);
            long leftMillis = 1;
            while (!ids.containsAll(wanted) && leftMillis > 0) {
                leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                wait(Math.max(1, leftMillis));
            }
            Set<Integer> silent = new HashSet<>(wanted);
            silent.removeAll(ids);
            return silent;
        }
    }

    /** Where nothing else runs, five are enough. */
    private static final long LIVE_SECONDS = 30;

    private static final List<String> STOCKS = List.of(
            ("AAPL MSFT IBM AMZN GOOGL GOOG META TSLA NVDA AMD INTC CSCO NFLX ADBE QCOM PEP ORCL CRM JPM BAC WFC C GS V MA KO WMT"
                            + " DIS HD MCD NKE JNJ PFE MRK UNH XOM CVX BA CAT F T VZ SPY QQQ IWM DIA GLD TLT")
                    .split(" "));

    @Test
    void shouldAskForEachStreamExactlyOnceAfterTheGatewayLostItAndForNoneItKept() throws Exception {
        try (var home = new Home();
                var gateway = Simulator.start(home, "--speed", "4x")) {
            WorkerProcess.start(home, gateway);
            try (var client = new RawClient(RawClient.worker(gateway.port()), 7)) {
                Map<Integer, Outgoing> streams = streams();
                var live = new Live();
                BlockingQueue<Integer> notices = new LinkedBlockingQueue<>();
                BlockingQueue<String> strange = new LinkedBlockingQueue<>();
                client.listen(message -> take(message, streams, live, notices, strange));
                for (Outgoing stream : streams.values()) {
                    client.send(stream);
                }
                awaitAllLive("at first", streams, live, strange);
                Map<String, Integer> once = asked(gateway, streams);
                assertThat(once.values().stream().mapToInt(i -> i).sum()).isEqualTo(100);

                notices.clear();
                gateway.fault("farm-flap", true);
                gateway.fault("farm-flap", false);
                await(notices, FARM_BACK);
                live.clear();
                awaitAllLive("after a farm flap", streams, live, strange);
                assertThat(asked(gateway, streams)).as("a farm that came back").isEqualTo(once);

                outage(gateway, "link-down", notices);
                live.clear();
                awaitAllLive("after 1102", streams, live, strange);
                assertThat(asked(gateway, streams)).as("1102").isEqualTo(once);

                // The gateway never says that it is back; that its data come for some seconds has to do.
                outage(gateway, "link-down-untold", notices);
                live.clear();
                awaitAllLive("after a return that was not told", streams, live, strange);
                assertThat(asked(gateway, streams))
                        .as("data that only came back")
                        .isEqualTo(once);

                outage(gateway, "link-down-data-lost", notices);
                live.clear();
                againAskedFor(2, "1101", gateway, streams, live, once, strange);

                outage(gateway, "auto-restart", notices);
                live.clear();
                againAskedFor(3, "a restart", gateway, streams, live, once, strange);

                // The next answer to this question is cut in its middle, and the socket with it.
                gateway.fault("cut-mid-frame=REQ_IDS", true);
                await(notices, LINK_LOST);
                gateway.fault("cut-mid-frame", false);
                await(notices, LINK_BACK);
                live.clear();
                againAskedFor(4, "a cut socket", gateway, streams, live, once, strange);
                assertThat(gateway.connections("accepted")).isEqualTo(3);
            }
        }
    }

    private static void outage(Simulator gateway, String fault, BlockingQueue<Integer> notices) throws Exception {
        notices.clear();
        gateway.fault(fault, true);
        await(notices, LINK_LOST);
        gateway.fault(fault, false);
        await(notices, LINK_BACK);
    }

    private static void againAskedFor(
            int times,
            String cause,
            Simulator gateway,
            Map<Integer, Outgoing> streams,
            Live live,
            Map<String, Integer> once,
            BlockingQueue<String> strange)
            throws Exception {
        long readyNanos = System.nanoTime();
        awaitAllLive("after " + cause, streams, live, strange);
        System.out.printf(
                "after %s: all live %d ms after the gateway was ready%n",
                cause, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readyNanos));
        Map<String, Integer> wanted = new LinkedHashMap<>();
        once.forEach((name, count) -> wanted.put(name, times * count));
        assertThat(asked(gateway, streams)).as(cause).isEqualTo(wanted);
    }

    private static void take(
            Message message,
            Map<Integer, Outgoing> streams,
            Live live,
            BlockingQueue<Integer> notices,
            BlockingQueue<String> strange) {
        if (message instanceof ErrorMessage error) {
            if (error.id() <= 0) {
                notices.add(error.errorCode());
            } else if (error.errorCode() != 317) {
                strange.add(error.id() + ": " + error.errorCode() + " " + error.errorMsg());
            }
        } else if (message instanceof HasReqId answer) {
            if (!streams.containsKey(answer.reqId())) {
                strange.add(message + " has an id that the client never used");
            }
            live.add(answer.reqId());
        }
    }

    private static void awaitAllLive(
            String when, Map<Integer, Outgoing> streams, Live live, BlockingQueue<String> strange)
            throws InterruptedException {
        Set<Integer> silent = live.awaitAll(streams.keySet());
        assertThat(strange).as(when).isEmpty();
        assertThat(silent).as(when).isEmpty();
    }

    private static void await(BlockingQueue<Integer> notices, int code) throws InterruptedException {
        Integer notice;
        do {
            notice = notices.poll(30, TimeUnit.SECONDS);
            assertThat(notice).as("notice " + code).isNotNull();
        } while (notice != code);
    }

    /** How often the gateway was asked for each kind of stream. */
    private static Map<String, Integer> asked(Simulator gateway, Map<Integer, Outgoing> streams) {
        Json counts = Json.of(gateway.stats()).at("requests");
        var asked = new LinkedHashMap<String, Integer>();
        streams.values().stream()
                .map(Outgoing::wireName)
                .distinct()
                .forEach(name -> asked.put(name, counts.has(name) ? counts.number(name) : 0));
        return asked;
    }

    /** As many as a login may have of each kind, and quotes for the rest. Streams that speak only of changes are left out. */
    private static Map<Integer, Outgoing> streams() {
        var all = new ArrayList<Outgoing>();
        int id = 1000;
        for (String symbol : STOCKS) {
            all.add(new ReqMktData(++id, stock(symbol), "", false, false, ""));
        }
        for (String symbol : STOCKS.subList(0, 27)) {
            all.add(new ReqRealTimeBars(++id, stock(symbol), 5, "TRADES", false, ""));
        }
        for (String symbol : STOCKS.subList(0, 10)) {
            all.add(new ReqHistoricalData(++id, stock(symbol), "", "1 min", "1800 S", 0, "TRADES", 2, true, ""));
        }
        for (String symbol : STOCKS.subList(0, 3)) {
            all.add(new ReqMktDepth(++id, stock(symbol), 5, true, ""));
        }
        for (String symbol : STOCKS.subList(0, 5)) {
            all.add(new ReqTickByTickData(++id, stock(symbol), "BidAsk", 0, false));
        }
        all.add(new ReqPnl(++id, ACCOUNT, ""));
        all.add(new ReqPnlSingle(++id, ACCOUNT, "", 265598));
        for (String code :
                List.of("MOST_ACTIVE", "TOP_PERC_GAIN", "TOP_PERC_LOSE", "HOT_BY_VOLUME", "TOP_TRADE_COUNT")) {
            all.add(scanner(++id, code));
        }
        var byId = new LinkedHashMap<Integer, Outgoing>();
        all.forEach(stream -> byId.put(((HasReqId) stream).reqId(), stream));
        return byId;
    }

    private static ReqScannerSubscription scanner(int reqId, String scanCode) {
        return new ReqScannerSubscription(
                reqId,
                5,
                "STK",
                "STK.US.MAJOR",
                scanCode,
                null,
                null,
                null,
                null,
                null,
                "",
                "",
                "",
                "",
                "",
                "",
                null,
                null,
                false,
                null,
                "",
                "",
                "",
                "");
    }

    private static Contract stock(String symbol) {
        return Contract.builder()
                .symbol(symbol)
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
    }
}
