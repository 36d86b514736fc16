package io.mainstay.cli.command;

import io.mainstay.cli.process.UntilStopped;
import io.mainstay.simulator.recording.Recorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code mainstay record}: what a client and a gateway say to each other, as a file. */
final class RecordCommand implements Command {
    private static final int NOT_WHOLE = 1;

    @Override
    public String name() {
        return "record";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Stands between TWS clients and a gateway and writes down what both say, with accounts masked.",
                "A connection to the gateway is opened for a client that has greeted, one at a time unless"
                        + " --connections says otherwise. The file replays by \"mainstay sim --replay FILE\" and is read"
                        + " by \"mainstay decode FILE\". Amounts, positions and orders stay in it as they are.",
                "Exits with 1 if the file could not be written to its end; sessions go on all the same.");
    }

    @Override
    public Options options() {
        var options = new Options();
        Flags.addValue(options, "--gateway", "HOST:PORT", "The gateway, a worker's front or a simulator.");
        Flags.addValue(options, "--file", "FILE", "Where to write; a file that is there is never replaced.");
        Flags.addValue(
                options,
                "--listen",
                "HOST:PORT",
                "Where clients connect, port 0 for a free one (default: 127.0.0.1:0).");
        Flags.addValue(
                options, "--connections", "N", "How many connections to the gateway may be open at once (default: 1).");
        Flags.addSwitch(options, "--exit-with-parent", "End when standard input ends.");
        return options;
    }

    @Override
    public int run(Arguments arguments) throws IOException, InterruptedException {
        InetSocketAddress gateway = HostAndPort.of("--gateway", needed(arguments, "--gateway"));
        Path file = Path.of(needed(arguments, "--file"));
        InetSocketAddress listen =
                HostAndPort.of("--listen", arguments.text("--listen").orElse("127.0.0.1:0"));
        long connections =
                Numbers.whole("--connections", arguments.text("--connections").orElse("1"));
        if (connections < 1 || connections > 32) {
            throw new UsageException("--connections must be 1 to 32, not " + connections);
        }
        try (var stopped = new UntilStopped()) {
            var recorder = Recorder.start(
                    listen, gateway, file, (int) connections, notice -> System.err.println("mainstay: " + notice));
            try (recorder) {
                if (arguments.has("--exit-with-parent")) {
                    stopped.orEndOf(System.in);
                }
                System.out.println("ready port=" + recorder.port() + " file=" + file);
                System.out.flush();
                stopped.await();
            }
            return recorder.failure().isPresent() ? NOT_WHOLE : 0;
        }
    }

    private static String needed(Arguments arguments, String flag) {
        return arguments.text(flag).orElseThrow(() -> new UsageException("record needs " + flag));
    }
}
