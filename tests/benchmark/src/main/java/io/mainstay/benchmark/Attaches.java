package io.mainstay.benchmark;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Mainstay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** How long a program that runs waits for a session: from its connect until accounts and order ids are known. */
final class Attaches {
    private static final int ATTACHES = 500;

    private Attaches() {}

    /** One way to attach and to leave again; the time until usable in milliseconds. */
    @FunctionalInterface
    private interface Attach {
        double once() throws IOException;
    }

    private record Way(String name, Attach attach) {}

    static void measure(Workplace workplace) throws Exception {
        int port = workplace.startSimulator();
        var ways = new ArrayList<Way>();
        ways.add(new Way(
                "attach until usable, raw client, direct",
                raw(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 911)));
        Haproxy.start(workplace, port)
                .ifPresent(proxy -> ways.add(new Way("the same through HAProxy", raw(proxy.address(), 912))));
        BenchWorker worker = workplace.startWorker(port);
        ways.add(new Way("the same through the worker, TCP", raw(worker.tcp(), 913)));
        ways.add(new Way("the same through the worker, Unix socket", raw(worker.unix(), 914)));
        ConnectOptions options = ConnectOptions.defaults()
                .withHome(workplace.home())
                .withGateway("127.0.0.1", port)
                .withClientId(915);
        ways.add(new Way("Mainstay.connect() of the Java library, shared worker", () -> library(options)));
        double[][] ms = new double[ways.size()][ATTACHES];
        for (int i = -ATTACHES; i < ATTACHES; i++) {
            for (int way = 0; way < ways.size(); way++) {
                double took = ways.get(way).attach().once();
                if (i >= 0) {
                    ms[way][i] = took;
                }
            }
        }
        List<Distribution> all = new ArrayList<>();
        for (int way = 0; way < ways.size(); way++) {
            all.add(Distribution.of(ms[way]));
            Report.row(ways.get(way).name(), all.get(way), "ms");
        }
    }

    private static Attach raw(SocketAddress address, int clientId) {
        return () -> {
            long start = System.nanoTime();
            var client = new RawClient(address, clientId);
            double took = (System.nanoTime() - start) / 1e6;
            client.close();
            return took;
        };
    }

    private static double library(ConnectOptions options) {
        long start = System.nanoTime();
        try (Mainstay ib = Mainstay.connect(options)) {
            double took = (System.nanoTime() - start) / 1e6;
            ib.accounts();
            return took;
        }
    }
}
