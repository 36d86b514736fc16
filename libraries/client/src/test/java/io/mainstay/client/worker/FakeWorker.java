package io.mainstay.client.worker;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.PositionEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A process that keeps a worker's promises to its starter and has no gateway. {@code MAINSTAY_FAKE} says how it
 * misbehaves; {@code MAINSTAY_STARTS} names a file that gets a line for each start.
 */
public final class FakeWorker {
    private FakeWorker() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        Path socket = Path.of(value(arguments, "--socket"));
        Path lock = Path.of(value(arguments, "--lock"));
        String misbehaviour = System.getenv().getOrDefault("MAINSTAY_FAKE", "");
        count();
        if (misbehaviour.equals("fail")) {
            System.out.println("failed front port 4102 is taken: stop the program that has it");
            System.exit(30);
        }
        if (misbehaviour.equals("crash")) {
            System.err.println("Error: something went wrong early");
            System.exit(1);
        }
        FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.tryLock();
        if (held == null) {
            System.out.println("locked " + Files.readString(lock).strip());
            System.exit(30);
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        file.truncate(0);
        file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(Path.of(value(arguments, "--log")), environment(arguments));
        Files.deleteIfExists(socket);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(socket)));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            if (arguments.contains("private")) {
                Thread.ofPlatform().daemon().start(FakeWorker::endWithInput);
            }
            System.out.println("ready pid=" + pid + " socket=" + socket + " front=none");
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client, misbehaviour));
            }
        }
    }

    private static String value(List<String> arguments, String name) {
        return arguments.get(arguments.indexOf(name) + 1);
    }

    private static void count() throws IOException {
        String starts = System.getenv("MAINSTAY_STARTS");
        if (starts != null) {
            Files.writeString(Path.of(starts), "start\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static String environment(List<String> arguments) {
        return "environment " + new java.util.TreeMap<>(System.getenv()).keySet() + "\narguments " + arguments + "\n";
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void endWithInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.exit(0);
        } catch (IOException e) {
            System.exit(1);
        }
    }

    /** Shakes hands, then answers positions with none unless it is told to be silent. */
    private static void serve(SocketChannel client, String misbehaviour) {
        try (client) {
            ByteBuffer in = ByteBuffer.allocate(4096);
            client.read(in);
            write(client, new ServerGreeting(200, "20261124 13:30:02 EST").encode());
            client.read(in.clear());
            var out = new FieldWriter(200);
            new ManagedAccounts("DU1").write(out);
            new NextValidId(1).write(out);
            write(client, out.toByteArray());
            while (client.read(in.clear()) > 0) {
                String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
                if (text.startsWith("61\0", 4) && !misbehaviour.equals("silent")) {
                    out.clear();
                    new PositionEnd().write(out);
                    write(client, out.toByteArray());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            client.write(out);
        }
    }
}
