package io.mainstay.client.session;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket to a gateway or worker, with one daemon platform thread that connects, reads and closes it.
 *
 * <p>The channel is non-blocking: a sender writes on its own thread and what the socket does not take waits for the
 * link's thread, so no caller ever blocks here, and the interrupt of a caller can't close the channel as it would close
 * a blocking one. Every end is orderly: what was accepted is written, the output is shut down, the input is read to its
 * end for at most two seconds, and only then the socket is closed. A gateway that sees a socket vanish in any other way
 * may leak its own side of it.
 */
final class Link implements Runnable {
    /** What may wait for a peer that does not read: far above any burst of requests. */
    static final int MAX_QUEUED_BYTES = 4 << 20;

    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final SocketAddress address;
    private final LinkListener listener;
    private final Selector selector;
    private final SocketChannel channel;
    private final Thread thread;
    private final CountDownLatch halfClosed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock writeLock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean writable;
    private volatile @Nullable Failure broken;
    private volatile @Nullable Failure closing;

    /** Opens a socket without connecting it; {@link #start} does. */
    static Link open(SocketAddress address, LinkListener listener, String threadName) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            if (!unix) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            channel.configureBlocking(false);
            return new Link(address, listener, Selector.open(), channel, threadName);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Link(
            SocketAddress address, LinkListener listener, Selector selector, SocketChannel channel, String threadName) {
        this.address = address;
        this.listener = listener;
        this.selector = selector;
        this.channel = channel;
        this.thread = new Thread(this, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends a whole frame. Any thread; never blocks. */
    SendResult send(byte[] bytes, int length) {
        writeLock.lock();
        try {
            if (!writable) {
                return SendResult.NOT_CONNECTED;
            }
            if (queuedBytes + length > MAX_QUEUED_BYTES) {
                return SendResult.QUEUE_FULL;
            }
            ByteBuffer frame = ByteBuffer.wrap(bytes, 0, length);
            if (queue.isEmpty()) {
                channel.write(frame);
            }
            if (frame.hasRemaining()) {
                byte[] rest = new byte[frame.remaining()];
                frame.get(rest);
                queue.add(ByteBuffer.wrap(rest));
                queuedBytes += rest.length;
                selector.wakeup();
            }
            return SendResult.SENT;
        } catch (IOException e) {
            breakOff(e);
            return SendResult.BROKEN;
        } finally {
            writeLock.unlock();
        }
    }

    /** Stops writing. What the other side said before it stopped reading is still read. */
    private void breakOff(IOException e) {
        writable = false;
        queue.clear();
        queuedBytes = 0;
        broken = new Failure.Lost("writing failed: " + reason(e));
        selector.wakeup();
    }

    /** Asks for an orderly end; {@code why} is what open requests will hear. Any thread; the first reason counts. */
    void end(Failure why) {
        if (closing == null) {
            closing = why;
        }
        selector.wakeup();
    }

    /** Waits until the socket is closed. */
    boolean awaitEnd(Deadline deadline) throws InterruptedException {
        return ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the other side has been told that nothing more will be sent to it. */
    boolean awaitHalfClose(Deadline deadline) throws InterruptedException {
        return halfClosed.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isLinkThread() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void run() {
        Failure why;
        try {
            why = connect();
            if (why == null) {
                why = relay();
            }
        } catch (IOException | CancelledKeyException e) {
            why = new Failure.Lost(reason(e));
        } catch (RuntimeException e) {
            why = new Failure.Garbled("an error inside this library: " + e);
        } catch (Error e) {
            finish(new Failure.Lost("a fatal error: " + e));
            throw e;
        }
        finish(why);
    }

    private @Nullable Failure connect() throws IOException {
        try {
            SelectionKey key = channel.register(selector, 0);
            boolean connected = channel.connect(address);
            key.interestOps(SelectionKey.OP_CONNECT);
            while (!connected) {
                Failure why = closing;
                if (why != null) {
                    return why;
                }
                selector.select();
                selector.selectedKeys().clear();
                connected = channel.finishConnect();
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
            return new Failure.Unreachable(reason(e));
        }
        writeLock.lock();
        try {
            writable = true;
        } finally {
            writeLock.unlock();
        }
        listener.onConnected();
        return null;
    }

    /** Reads until there is a reason to stop. */
    private Failure relay() throws IOException {
        var assembler = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
        ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
        byte[] bytes = new byte[in.capacity()];
        SelectionKey key = channel.keyFor(selector);
        while (true) {
            Failure why = closing;
            if (why != null) {
                return why;
            }
            key.interestOps(flush() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            Failure cut = broken;
            if (cut == null) {
                selector.select();
                selector.selectedKeys().clear();
            }
            int count = channel.read(in.clear());
            if (count < 0) {
                return new Failure.Lost(
                        assembler.pendingBytes() == 0
                                ? "the other side closed the connection"
                                : "the other side closed the connection in the middle of a message");
            }
            if (count == 0 && cut != null) {
                return cut;
            }
            if (count > 0) {
                in.flip().get(bytes, 0, count);
                try {
                    assembler.feed(bytes, 0, count, listener);
                    listener.onPieceTaken();
                } catch (FrameException | FieldException e) {
                    return new Failure.Garbled(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** Writes what waits; true if nothing is left. */
    private boolean flush() {
        writeLock.lock();
        try {
            while (!queue.isEmpty()) {
                ByteBuffer head = queue.getFirst();
                queuedBytes -= channel.write(head);
                if (head.hasRemaining()) {
                    return false;
                }
                queue.removeFirst();
            }
        } catch (IOException e) {
            breakOff(e);
        } finally {
            writeLock.unlock();
        }
        return true;
    }

    private void finish(Failure why) {
        closing = why;
        writeLock.lock();
        try {
            writable = false;
        } finally {
            writeLock.unlock();
        }
        try {
            listener.onEnd(why);
        } finally {
            close(why);
            halfClosed.countDown();
            ended.countDown();
        }
    }

    private void close(Failure why) {
        try (selector;
                channel) {
            if (channel.isConnected()) {
                if (why instanceof Failure.Lost) {
                    channel.shutdownOutput();
                } else {
                    drain();
                }
            }
        } catch (IOException peerGone) {
            // Only the courtesy failed: the peer is gone already, and the descriptors are released all the same.
        }
    }

    private void drain() throws IOException {
        Deadline deadline = Deadline.after(DRAIN);
        SelectionKey key = channel.keyFor(selector);
        ByteBuffer sink = ByteBuffer.allocate(1 << 14);
        boolean flushed = false;
        boolean open = true;
        while (open && !deadline.passed()) {
            if (!flushed) {
                flushed = flush();
                if (flushed) {
                    channel.shutdownOutput();
                    halfClosed.countDown();
                }
            }
            key.interestOps(flushed ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            selector.select(Math.max(1, deadline.remainingNanos() / 1_000_000));
            selector.selectedKeys().clear();
            int count;
            do {
                count = channel.read(sink.clear());
            } while (count > 0 && !deadline.passed());
            open = count >= 0;
        }
    }

    private static String reason(Exception e) {
        if (e instanceof ClosedChannelException) {
            return "the socket was closed";
        }
        if (e instanceof java.nio.channels.UnresolvedAddressException) {
            return "the host name is not known";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** {@code host:port}, or the path of a Unix socket. */
    static String describe(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : address.toString();
    }
}
