package io.mainstay.benchmark;

import io.mainstay.protocol.message.MessageCodec;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a tick costs a middleman for each of many clients that get it: its processor time, user and system. */
final class FanOut {
    private static final int CLIENTS = 16;
    private static final int BURST_TICKS = 1_000;
    private static final int SMALL_BURST_TICKS = 20;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(4);

    private FanOut() {}

    static void measure(Workplace workplace) throws Exception {
        int common = RawClient.COMMON_VERSION;
        int newest = MessageCodec.NEWEST_VERSION;
        int text = MessageCodec.NEWEST_TEXT_VERSION;
        shared(workplace, common, common, false, BURST_TICKS);
        shared(workplace, common, common, true, BURST_TICKS);
        shared(workplace, text, common, false, BURST_TICKS);
        shared(workplace, newest, common, false, BURST_TICKS);
        shared(workplace, newest, newest, false, BURST_TICKS);
        shared(workplace, common, common, false, SMALL_BURST_TICKS);
        proxied(workplace, common);
    }

    /** All clients on one stream of the worker's. */
    private static void shared(Workplace workplace, int gatewayVersion, int clientVersion, boolean tcp, int burst)
            throws Exception {
        try (var gateway = new ScriptedGateway(gatewayVersion)) {
            BenchWorker worker = workplace.startWorker(gateway.port());
            try (Readers readers = attach(tcp ? worker.tcp() : worker.unix(), clientVersion, CLIENTS)) {
                gateway.awaitStreams(1);
                double nanos = perTick(gateway, readers, worker.pid(), burst);
                Report.value(
                        String.format(
                                Locale.ROOT,
                                "worker, gateway at %d, %d clients at %d, %s, bursts of %d",
                                gateway.serverVersion(),
                                CLIENTS,
                                Math.min(clientVersion, gateway.serverVersion()),
                                tcp ? "TCP" : "Unix socket",
                                burst),
                        nanos,
                        "ns/tick");
            }
        }
    }

    /** A proxy shares nothing: each client has a connection of its own to the gateway, which sends everything to all. */
    private static void proxied(Workplace workplace, int version) throws Exception {
        try (var gateway = new ScriptedGateway(version)) {
            var address = Haproxy.start(workplace, gateway.port());
            if (address.isEmpty()) {
                return;
            }
            try (Readers readers = attach(address.get().address(), version, CLIENTS)) {
                gateway.awaitStreams(CLIENTS);
                double nanos = perTick(gateway, readers, address.get().pid(), BURST_TICKS);
                Report.value(
                        String.format(
                                Locale.ROOT,
                                "HAProxy, %d clients and as many gateway streams, TCP, bursts of %d",
                                CLIENTS,
                                BURST_TICKS),
                        nanos,
                        "ns/tick");
            }
        }
    }

    /** Clients that all hold the same stream. */
    static List<RawClient> subscribe(SocketAddress address, int firstClientId, int version, int count)
            throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var client = new RawClient(address, firstClientId + i, version);
            // As programs do; and what stands for one contract is then known, however the first client describes it.
            client.contractDetails(RoundTrips.APPLE);
            client.quotes(RoundTrips.APPLE);
            // Once this is answered the request before it has been taken.
            client.contractDetails(RoundTrips.APPLE);
            clients.add(client);
        }
        return clients;
    }

    private static Readers attach(SocketAddress address, int version, int count) throws IOException {
        return new Readers(subscribe(address, 921, version, count), (client, index) -> {});
    }

    /** Each burst is awaited by all clients, so that nobody is slow and every tick is delivered. */
    private static double perTick(ScriptedGateway gateway, Readers readers, long pid, int burst) throws Exception {
        long delivered = run(gateway, readers, 0, burst, WARM_UP_NANOS);
        long before = ProcessUsage.cpuNanos(pid);
        long more = run(gateway, readers, delivered, burst, MEASURED_NANOS);
        return (double) (ProcessUsage.cpuNanos(pid) - before) / (more - delivered);
    }

    private static long run(ScriptedGateway gateway, Readers readers, long already, int burst, long nanos)
            throws Exception {
        long delivered = already;
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            gateway.tick(burst);
            delivered += (long) burst * CLIENTS;
            readers.await(delivered);
        }
        return delivered;
    }
}
