package io.mainstay.benchmark;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqMktData;
import io.mainstay.protocol.message.ReqPositions;
import io.mainstay.simulator.fault.FaultBoard;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.Scenario;
import io.mainstay.simulator.market.DerivativeMarket;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketHours;
import io.mainstay.simulator.market.SeededMarket;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.GatewaySettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What a simulated trading day costs in processor time: New York's 09:30 to 16:00, three clients with four quotes each of them, account
 * updates, positions and a hundred orders of several kinds, while 24 faults come and go. Two days of one seed must be the same to
 * the byte.
 */
public final class SimulatedDay {
    private static final Instant OPEN = Instant.parse("2026-11-20T14:30:00Z");
    private static final Duration LENGTH = Duration.ofHours(6).plusMinutes(30);
    private static final List<String> SYMBOLS = List.of("AAPL", "MSFT", "SPY", "NVDA");
    private static final List<String> FAULTS = List.of(
            "link-down",
            "link-down-data-lost",
            "farm-flap",
            "auto-restart",
            "half-open",
            "duplicate-client-id",
            "slow-handshake=2s",
            "slow-login=2s",
            "accounts-late=2s",
            "unordered-start",
            "read-only",
            "order-held-by-dialog",
            "no-market-data",
            "pacing-enforced",
            "no-answer=REQ_POSITIONS:1",
            "late-answer=2s",
            "split-bytes",
            "cut-mid-frame=REQ_POSITIONS",
            "close-on-accept",
            "reset-on-connect",
            "mute-handshake",
            "wedge-after-1",
            "held-client-id=10s",
            "refuse");
    private static final int CLIENTS = 3;
    private static final int ORDERS = 100;
    private static final int WARM_UP_DAYS = 150;
    private static final int DAYS = 101;

    /** What a day came to. */
    private record Result(long events, long faults, long filled, long checksum) {}

    private final FaultBoard faults;
    private final Gateway gateway;
    private final List<DayClient> clients = new ArrayList<>();
    private Instant now = OPEN;

    private SimulatedDay(Instruments instruments, long seed) {
        var settings = new GatewaySettings(
                200,
                List.of("DU1234567"),
                new BigDecimal("1000000"),
                MarketHours.SCHEDULE,
                false,
                true,
                Duration.ofMillis(20),
                BigDecimal.valueOf(1000),
                100,
                OptionalInt.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
        var market = new DerivativeMarket(new SeededMarket(seed, false, Duration.ofMinutes(1)), instruments);
        faults = new FaultBoard(seed);
        gateway = new Gateway(settings, instruments, market, faults, Scenario.parse("normal"), OPEN);
    }

    /** Prints the figures; takes nothing. */
    public static void main(String[] args) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Instruments instruments = Instruments.builtIn();
        Result first = new SimulatedDay(instruments, 1).run();
        double[] ms = new double[DAYS];
        for (int day = -WARM_UP_DAYS; day < DAYS; day++) {
            long start = threads.getCurrentThreadCpuTime();
            Result again = new SimulatedDay(instruments, 1).run();
            if (day >= 0) {
                ms[day] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
            }
            if (!again.equals(first)) {
                throw new IllegalStateException("two days of one seed differ: " + first + " and " + again);
            }
        }
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "a trading day: %d events, %d faults, %d orders filled; processor time ms: min %.1f, p50 %.1f, max %.1f; all %d days"
                        + " the same to the byte%n",
                first.events(),
                first.faults(),
                first.filled(),
                ms[0],
                ms[DAYS / 2],
                ms[DAYS - 1],
                DAYS + WARM_UP_DAYS + 1);
    }

    private Result run() {
        for (int id = 1; id <= CLIENTS; id++) {
            clients.add(new DayClient(gateway, id, now));
        }
        clients.forEach(this::subscribe);
        Duration step = LENGTH.dividedBy(ORDERS);
        int fault = 0;
        for (int order = 1; order <= ORDERS; order++) {
            pass(step);
            place(order);
            // A fault every fourth step, for one step; then the clients that it has cost their sessions come back.
            if (order % 4 == 1 && fault < FAULTS.size()) {
                faults.switchOn(FaultCatalogue.parse(FAULTS.get(fault)).orElseThrow());
                clients.get(order % CLIENTS).send(new ReqPositions(), now);
                if (fault >= 4) {
                    clients.get(order % CLIENTS).again(now);
                    subscribe(clients.get(order % CLIENTS));
                }
            } else if (order % 4 == 2 && fault < FAULTS.size()) {
                String name = FAULTS.get(fault).split("=", 2)[0];
                faults.switchOff(name);
                fault++;
            } else if (order % 4 == 3) {
                clients.forEach(client -> {
                    client.again(now);
                    subscribe(client);
                });
            }
        }
        clients.getFirst().send(new ReqExecutions(9, 0, "", "", "", "", "", "", 0, List.of()), now);
        long events = 0;
        long checksum = 0;
        for (DayClient client : clients) {
            events += client.messages() + client.requests();
            checksum = checksum * 31 + client.checksum();
        }
        long filled = gateway.report().orders().stream()
                .filter(line -> line.status().equals("Filled"))
                .count();
        return new Result(events, fault, filled, checksum);
    }

    private void subscribe(DayClient client) {
        client.send(new ReqPositions(), now);
        client.send(new ReqAccountUpdates(true, ""), now);
        for (int i = 0; i < SYMBOLS.size(); i++) {
            client.send(new ReqMktData(100 + i, stock(SYMBOLS.get(i)), "", false, false, ""), now);
        }
    }

    private void place(int order) {
        DayClient client = clients.get(order % CLIENTS);
        Order.Builder terms = Order.builder()
                .action(order % 2 == 0 ? "BUY" : "SELL")
                .totalQuantity(BigDecimal.valueOf(10))
                .orderType("MKT")
                .tif("DAY")
                .transmit(true);
        switch (order % 5) {
            case 0 -> terms.orderType("TRAIL").auxPrice(new BigDecimal("0.50"));
            case 1 -> terms.orderType("LMT").lmtPrice(new BigDecimal(order % 2 == 0 ? "1.00" : "10000.00"));
            case 2 -> terms.orderType("STP").auxPrice(new BigDecimal(order % 2 == 0 ? "10000.00" : "1.00"));
            default -> {}
        }
        client.send(new PlaceOrder(order, stock(SYMBOLS.get(order % SYMBOLS.size())), terms.build()), now);
    }

    private static Contract stock(String symbol) {
        return Contract.builder()
                .symbol(symbol)
                .secType("STK")
                .exchange("SMART")
                .currency("USD")
                .build();
    }

    /** Moves time on, from one thing that is due to the next. */
    private void pass(Duration duration) {
        Instant until = now.plus(duration);
        while (gateway.nextDue().isPresent() && !gateway.nextDue().get().isAfter(until)) {
            now = gateway.nextDue().get().isAfter(now) ? gateway.nextDue().get() : now;
            gateway.poll(now);
        }
        now = until;
        gateway.poll(now);
    }
}
