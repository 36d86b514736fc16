package io.mainstay.sockets;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Asks the kernel for the user of one TCP socket of this machine, by its two addresses, in some 20 us. Reading the whole table
 * for that takes milliseconds, and many when thousands of ended connections stand in it. Any thread.
 *
 * <p>The question is a netlink message of the family {@code sock_diag}, which every user may ask; see sock_diag(7).
 */
@SuppressWarnings("restricted")
public final class SocketOwner implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int NLMSG_ERROR = 2;
    private static final int NLM_F_REQUEST = 1;
    private static final int IPPROTO_TCP = 6;

    private static final int REQUEST_BYTES = 72;
    private static final int HEADER_BYTES = 16;
    private static final int ID_OFFSET = HEADER_BYTES + 8;
    private static final int ANSWER_STATE_OFFSET = HEADER_BYTES + 1;
    private static final int ANSWER_UID_OFFSET = HEADER_BYTES + 64;
    private static final int ANSWER_INODE_OFFSET = ANSWER_UID_OFFSET + 4;
    private static final int ANSWER_BYTES = ANSWER_INODE_OFFSET + 4;
    private static final int BUFFER_BYTES = 4_096;
    private static final int ESTABLISHED = 1;
    private static final int V6_BYTES = 16;

    private static final ValueLayout.OfShort BIG_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final MethodHandle send;
    private final MethodHandle receive;
    private final MethodHandle close;
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final int netlink;

    private SocketOwner() throws IOException {
        Linker linker = Linker.nativeLinker();
        SymbolLookup libc = linker.defaultLookup();
        var int32 = ValueLayout.JAVA_INT;
        var int64 = ValueLayout.JAVA_LONG;
        var address = ValueLayout.ADDRESS;
        send = linker.downcallHandle(
                libc.findOrThrow("send"), FunctionDescriptor.of(int64, int32, address, int64, int32));
        receive = linker.downcallHandle(
                libc.findOrThrow("recv"), FunctionDescriptor.of(int64, int32, address, int64, int32));
        close = linker.downcallHandle(libc.findOrThrow("close"), FunctionDescriptor.of(int32, int32));
        MethodHandle socket =
                linker.downcallHandle(libc.findOrThrow("socket"), FunctionDescriptor.of(int32, int32, int32, int32));
        netlink = (int) call(socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
        if (netlink < 0) {
            arena.close();
            throw new IOException("this system has no sock_diag");
        }
    }

    /**
     * Opens the way to the kernel.
     *
     * @throws IOException if this system has none
     */
    public static SocketOwner open() throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux") || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IOException("only Linux tells whose a socket is");
        }
        return new SocketOwner();
    }

    /**
     * The user of the socket whose own address is {@code local} and whose peer is {@code remote}.
     *
     * @return empty if no such socket is connected and held by a process here
     */
    public synchronized OptionalInt uid(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        ask(local, remote);
        long length = (long) call(receive, netlink, buffer, (long) BUFFER_BYTES, 0);
        if (length < HEADER_BYTES) {
            throw new IOException("sock_diag gave no answer");
        }
        int type = buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, 4);
        if (type == NLMSG_ERROR) {
            return OptionalInt.empty();
        }
        if (type != SOCK_DIAG_BY_FAMILY || length < ANSWER_BYTES) {
            throw new IOException("sock_diag gave an answer of type " + type + " and " + length + " bytes");
        }
        // A socket that its process has closed belongs to nobody, and the kernel then says user 0.
        boolean held = buffer.get(ValueLayout.JAVA_BYTE, ANSWER_STATE_OFFSET) == ESTABLISHED
                && buffer.get(ValueLayout.JAVA_INT_UNALIGNED, ANSWER_INODE_OFFSET) != 0;
        return held
                ? OptionalInt.of(buffer.get(ValueLayout.JAVA_INT_UNALIGNED, ANSWER_UID_OFFSET))
                : OptionalInt.empty();
    }

    private void ask(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        buffer.fill((byte) 0);
        boolean v4 = local.getAddress() instanceof Inet4Address;
        buffer.set(ValueLayout.JAVA_INT_UNALIGNED, 0, REQUEST_BYTES);
        buffer.set(ValueLayout.JAVA_SHORT_UNALIGNED, 4, (short) SOCK_DIAG_BY_FAMILY);
        buffer.set(ValueLayout.JAVA_SHORT_UNALIGNED, 6, (short) NLM_F_REQUEST);
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_BYTES, (byte) (v4 ? AF_INET : AF_INET6));
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_BYTES + 1, (byte) IPPROTO_TCP);
        buffer.set(ValueLayout.JAVA_INT_UNALIGNED, HEADER_BYTES + 4, -1);
        buffer.set(BIG_SHORT, ID_OFFSET, (short) local.getPort());
        buffer.set(BIG_SHORT, ID_OFFSET + 2, (short) remote.getPort());
        put(ID_OFFSET + 4, local.getAddress());
        put(ID_OFFSET + 4 + V6_BYTES, remote.getAddress());
        // The cookie that asks for no particular incarnation.
        buffer.set(ValueLayout.JAVA_LONG_UNALIGNED, ID_OFFSET + 8 + 2 * V6_BYTES, -1);
        if ((long) call(send, netlink, buffer, (long) REQUEST_BYTES, 0) != REQUEST_BYTES) {
            throw new IOException("sock_diag takes no question");
        }
    }

    private void put(int offset, InetAddress address) {
        byte[] bytes = address.getAddress();
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, offset, bytes.length);
    }

    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            call(close, netlink);
            arena.close();
        }
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the C library can't be called", e);
        }
    }
}
