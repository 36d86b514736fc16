package io.mainstay.simulator.script;

import io.mainstay.protocol.field.FieldException;
import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.frame.FrameAssembler;
import io.mainstay.protocol.frame.FrameException;
import io.mainstay.protocol.handshake.HandshakeException;
import io.mainstay.protocol.handshake.ServerGreeting;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Outgoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A script's client: its connection, and what it has been told and nobody has taken yet. Safe for any thread. */
public final class Client {
    private final String name;
    private final FrameAssembler frames = new FrameAssembler(FrameAssembler.MAX_FROM_GATEWAY_BYTES);
    private final List<Message> inbox = new ArrayList<>();
    private Stage.@Nullable Wire wire;
    private @Nullable ServerGreeting greeting;
    private boolean started;
    private boolean closed;
    private String damage = "";

    Client(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Takes its connection. */
    synchronized void on(Stage.Wire opened) {
        wire = opened;
    }

    /** Takes bytes that the gateway sent. Called by whoever reads the connection. */
    public synchronized void received(byte[] bytes, int offset, int length) {
        try {
            frames.feed(bytes, offset, length, this::frame);
        } catch (FrameException | FieldException | HandshakeException e) {
            damage = String.valueOf(e.getMessage());
        }
        notifyAll();
    }

    /** The gateway has ended the connection. Called by whoever reads it. */
    public synchronized void ended() {
        closed = true;
        notifyAll();
    }

    private void frame(byte[] buffer, int offset, int length) {
        ServerGreeting greeted = greeting;
        if (greeted == null) {
            greeting = ServerGreeting.parse(buffer, offset, length);
        } else {
            Message message = MessageCodec.readIncoming(buffer, offset, length, greeted.serverVersion());
            started |= message instanceof NextValidId;
            inbox.add(message);
        }
    }

    /** Whether the gateway has taken it as a client. */
    public synchronized boolean started() {
        return started;
    }

    /** Whether the connection has ended. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Why what the gateway sent can't be read; empty if it can. */
    synchronized String damage() {
        return damage;
    }

    synchronized Optional<ServerGreeting> greeting() {
        return Optional.ofNullable(greeting);
    }

    /** What nobody has taken, in order. */
    synchronized List<Message> inbox() {
        return List.copyOf(inbox);
    }

    /** Forgets the first so many. */
    synchronized void drop(int count) {
        inbox.subList(0, count).clear();
    }

    /** Takes one out of the middle. */
    synchronized void take(int index) {
        inbox.remove(index);
    }

    /**
     * Sends a message at the session's version.
     *
     * @throws IOException if the connection is gone
     */
    public void send(Outgoing message) throws IOException {
        int version = greeting()
                .orElseThrow(() -> new IllegalStateException(name + " has not been greeted"))
                .serverVersion();
        if (message.sinceVersion() > version) {
            throw new IllegalArgumentException(
                    message.wireName() + " is there since version " + message.sinceVersion() + ", this is " + version);
        }
        var out = new FieldWriter(version);
        message.write(out);
        send(out.toByteArray());
    }

    void send(byte[] bytes) throws IOException {
        wire().send(bytes);
    }

    /** Ends the connection from the client's side. */
    void end(boolean vanishes) throws IOException {
        if (vanishes) {
            wire().vanish();
        } else {
            wire().finish();
        }
    }

    private synchronized Stage.Wire wire() {
        Stage.Wire opened = wire;
        if (opened == null) {
            throw new IllegalStateException(name + " is not connected");
        }
        return opened;
    }

    /**
     * Waits in real time until a message comes, which is taken out of what was told.
     *
     * @return false if it has not come in time, or can't any more
     */
    public synchronized boolean awaitAndTake(Predicate<Message> wanted, long millis) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (!inbox.removeIf(wanted)) {
            if (closed || left <= 0) {
                return false;
            }
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        }
        return true;
    }

    /** Waits in real time until the other side has ended the connection, at most so long. */
    synchronized void awaitEnd(long millis) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (!closed && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        }
    }
}
