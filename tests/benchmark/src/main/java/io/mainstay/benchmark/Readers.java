package io.mainstay.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Reads many clients on one thread and counts their messages. */
final class Readers implements AutoCloseable {
    /** Told of each message, on the reading thread. */
    @FunctionalInterface
    interface MessageListener {
        /** Takes note of one; {@code index} says how many its client had before, since the counting began. */
        void onMessage(int client, long index);
    }

    private final List<RawClient> clients;
    private final MessageListener listener;
    private final Selector selector = Selector.open();
    private final long[] counts;
    private final Thread thread;
    private long total;

    /** Owns the clients from now on: they are closed with it. */
    Readers(List<RawClient> clients, MessageListener listener) throws IOException {
        this.clients = new ArrayList<>(clients);
        this.listener = listener;
        this.counts = new long[clients.size()];
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).channel().configureBlocking(false);
            clients.get(i).channel().register(selector, SelectionKey.OP_READ, i);
        }
        thread = Thread.ofPlatform().daemon().name("readers").start(this::read);
    }

    /** Waits until all clients together have had so many messages since the last {@link #restart}. */
    synchronized void await(long messages) throws InterruptedException {
        while (total < messages) {
            wait();
        }
    }

    synchronized long total() {
        return total;
    }

    /** Counts from zero again; nothing may be under way. */
    synchronized void restart() {
        total = 0;
        java.util.Arrays.fill(counts, 0);
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                long[] came = {0};
                selector.select(key -> came[0] += read((Integer) key.attachment()));
                synchronized (this) {
                    total += came[0];
                    notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClosedSelectorException closed) {
            // It ends by that.
        }
    }

    private long read(int client) {
        long before = counts[client];
        try {
            if (!clients.get(client)
                    .readOnce((bytes, offset, length) -> listener.onMessage(client, counts[client]++))) {
                throw new IllegalStateException("the other side ended the session of client " + client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts[client] - before;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (RawClient client : clients) {
            client.close();
        }
    }
}
