package io.mainstay.sockets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The TCP sockets of this machine at one moment, from {@code /proc/net/tcp} and {@code /proc/net/tcp6}. A JVM listens on
 * both families with one socket, which stands in the second file under mapped addresses, so both are always read.
 */
public record SocketTable(List<TcpSocket> sockets) {
    private static final int ADDRESS_V4_DIGITS = 8;

    public SocketTable {
        sockets = List.copyOf(sockets);
    }

    /**
     * Reads the table.
     *
     * @throws IOException if this system has no such table or it can't be read, which says nothing about any socket
     */
    public static SocketTable read() throws IOException {
        return read(Path.of("/proc"));
    }

    static SocketTable read(Path proc) throws IOException {
        var sockets = new ArrayList<TcpSocket>();
        read(proc.resolve("net/tcp"), sockets);
        try {
            read(proc.resolve("net/tcp6"), sockets);
        } catch (NoSuchFileException kernelWithoutIpv6) {
            // Then the first file has everything.
        }
        return new SocketTable(sockets);
    }

    /** Whether a socket listens at {@code port}, on any address of this machine. */
    public boolean listens(int port) {
        for (TcpSocket socket : sockets) {
            if (socket.state() == TcpState.LISTEN && socket.localPort() == port) {
                return true;
            }
        }
        return false;
    }

    /** The sockets whose local end is at {@code port}: a server's side of its connections. */
    public List<TcpSocket> at(int port, TcpState state) {
        return sockets.stream()
                .filter(s -> s.localPort() == port && s.state() == state)
                .toList();
    }

    /** The sockets whose remote end is at {@code port}: the clients' side. */
    public List<TcpSocket> towards(int port, TcpState state) {
        return sockets.stream()
                .filter(s -> s.remotePort() == port && s.state() == state)
                .toList();
    }

    /** The process that holds a socket, if this user may see it. */
    public static OptionalLong ownerPid(TcpSocket socket) throws IOException {
        Long pid = ownerPids(Path.of("/proc"), Set.of(socket.inode())).get(socket.inode());
        return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** The processes that hold the sockets of these inodes, as far as this user may see them. */
    static Map<Long, Long> ownerPids(Path proc, Set<Long> inodes) throws IOException {
        var owners = new HashMap<Long, Long>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
                    for (Path descriptor : descriptors) {
                        long inode =
                                socketInode(Files.readSymbolicLink(descriptor).toString());
                        if (inode != 0 && inodes.contains(inode)) {
                            owners.put(
                                    inode, Long.parseLong(process.getFileName().toString()));
                        }
                    }
                } catch (IOException processGoneOrNotOurs) {
                    // Its sockets then have no owner in the answer, which is what the caller is told to expect.
                }
            }
        }
        return owners;
    }

    private static long socketInode(String target) {
        return target.startsWith("socket:[") ? Long.parseLong(target, 8, target.length() - 1, 10) : 0;
    }

    private static void read(Path file, List<TcpSocket> into) throws IOException {
        String[] lines = Files.readString(file, StandardCharsets.US_ASCII).split("\n");
        for (int i = 1; i < lines.length; i++) {
            String[] fields = lines[i].strip().split(" +");
            if (fields.length < 10) {
                throw new IOException(file + ": line " + (i + 1) + " has " + fields.length + " fields, 10 are needed");
            }
            try {
                into.add(socket(fields));
            } catch (NumberFormatException e) {
                throw new IOException(file + ": line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    private static TcpSocket socket(String[] fields) {
        String local = fields[1];
        String remote = fields[2];
        String queues = fields[4];
        int colon = queues.indexOf(':');
        return new TcpSocket(
                address(local.substring(0, local.indexOf(':'))),
                Integer.parseInt(local.substring(local.indexOf(':') + 1), 16),
                address(remote.substring(0, remote.indexOf(':'))),
                Integer.parseInt(remote.substring(remote.indexOf(':') + 1), 16),
                TcpState.ofNumber(Integer.parseInt(fields[3], 16)),
                Long.parseLong(queues.substring(colon + 1), 16),
                Long.parseLong(queues.substring(0, colon), 16),
                Integer.parseInt(fields[7]),
                Long.parseLong(fields[9]));
    }

    /** The kernel writes each 32-bit word in the machine's byte order, which is little-endian on all that we run on. */
    private static String address(String hex) {
        if (hex.length() == ADDRESS_V4_DIGITS) {
            return dotted(hex, 0);
        }
        if (hex.startsWith("0000000000000000FFFF0000")) {
            return dotted(hex, 24);
        }
        var text = new StringBuilder();
        for (int word = 0; word < 32; word += 8) {
            text.append(text.isEmpty() ? "" : ":")
                    .append(hex, word + 6, word + 8)
                    .append(hex, word + 4, word + 6)
                    .append(':')
                    .append(hex, word + 2, word + 4)
                    .append(hex, word, word + 2);
        }
        return text.toString();
    }

    private static String dotted(String hex, int at) {
        return Integer.parseInt(hex, at + 6, at + 8, 16) + "." + Integer.parseInt(hex, at + 4, at + 6, 16) + "."
                + Integer.parseInt(hex, at + 2, at + 4, 16) + "." + Integer.parseInt(hex, at, at + 2, 16);
    }
}
