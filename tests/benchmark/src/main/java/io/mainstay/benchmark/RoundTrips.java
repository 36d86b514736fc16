package io.mainstay.benchmark;

import io.mainstay.protocol.message.Contract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a middleman adds to a request and its answer. */
final class RoundTrips {
    private static final int ROUND_TRIPS = 4_000;
    private static final int WARM_UP_ROUND_TRIPS = 6_000;
    static final Contract APPLE = Contract.builder()
            .symbol("AAPL")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();

    private RoundTrips() {}

    private record Way(String name, SocketAddress address) {}

    static void measure(Workplace workplace) throws Exception {
        int port = workplace.startSimulator();
        Optional<Haproxy> haproxy = Haproxy.start(workplace, port);
        // What paces clients for a real gateway's sake is lifted: it is no part of what is compared.
        BenchWorker worker = workplace.startWorker(port, "--messages-per-second", "1000000");
        var ways = new ArrayList<Way>();
        ways.add(new Way(
                "round trip (reqContractDetails), direct",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        ways.add(new Way("the same through the worker, TCP", worker.tcp()));
        ways.add(new Way("the same through the worker, Unix socket", worker.unix()));
        haproxy.ifPresent(proxy -> ways.add(new Way("the same through HAProxy, TCP", proxy.address())));
        List<Distribution> took = inTurn(ways);
        Report.row(ways.getFirst().name(), took.getFirst(), "us");
        for (int way = 1; way < ways.size(); way++) {
            Report.row(ways.get(way).name(), took.get(way), "us", took.getFirst());
        }
        if (haproxy.isPresent()) {
            double direct = took.getFirst().percentile(50);
            double byProxy = took.getLast().percentile(50) - direct;
            Report.note(String.format(
                    Locale.ROOT,
                    "what the worker adds / what HAProxy adds, p50: TCP %.2f, Unix socket %.2f",
                    (took.get(1).percentile(50) - direct) / byProxy,
                    (took.get(2).percentile(50) - direct) / byProxy));
        }
    }

    /**
     * One trip each way in turn, so that all see the same machine, and each way first as often as the others: the first
     * trip through a middleman after another way finds it asleep.
     */
    private static List<Distribution> inTurn(List<Way> ways) throws IOException {
        var clients = new ArrayList<RawClient>();
        try {
            for (Way way : ways) {
                clients.add(new RawClient(way.address(), 901 + clients.size()));
            }
            double[][] us = new double[ways.size()][ROUND_TRIPS];
            for (int i = -WARM_UP_ROUND_TRIPS; i < ROUND_TRIPS; i++) {
                for (int turn = 0; turn < ways.size(); turn++) {
                    int way = Math.floorMod(i + turn, ways.size());
                    long start = System.nanoTime();
                    clients.get(way).contractDetails(APPLE);
                    if (i >= 0) {
                        us[way][i] = (System.nanoTime() - start) / 1e3;
                    }
                }
            }
            var all = new ArrayList<Distribution>();
            for (double[] values : us) {
                all.add(Distribution.of(values));
            }
            return all;
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
