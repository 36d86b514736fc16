package io.mainstay.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** HAProxy in TCP mode between a client and a gateway: what a middleman that understands nothing adds. */
record Haproxy(InetSocketAddress address, long pid) {
    private static final int CONNECT_TRIES = 200;

    /** Starts it in front of a gateway, with one thread as the worker has; empty, and said so, where it is not installed. */
    static Optional<Haproxy> start(Workplace workplace, int gatewayPort) throws Exception {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            Report.note("haproxy is not installed, so its column is missing (Debian: apt install haproxy)");
            return Optional.empty();
        }
        int port;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        Path config = workplace.home().resolve("haproxy.cfg");
        Files.writeString(config, """
                global
                  nbthread 1
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen gateway
                  bind 127.0.0.1:%d
                  server gateway 127.0.0.1:%d
                """.formatted(port, gatewayPort));
        Process process = new ProcessBuilder(program.get().toString(), "-db", "-f", config.toString())
                .inheritIO()
                .start();
        workplace.atEnd(() -> {
            process.destroy();
            process.waitFor();
        });
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        awaitListening(address);
        return Optional.of(new Haproxy(address, process.pid()));
    }

    private static void awaitListening(InetSocketAddress address) throws Exception {
        for (int i = 0; i < CONNECT_TRIES; i++) {
            try {
                new RawClient(address, 990).close();
                return;
            } catch (ConnectException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("haproxy does not listen on " + address);
    }

    private static Optional<Path> find() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, "haproxy");
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
