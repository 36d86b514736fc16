package io.mainstay.simulator.recording;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * A gateway that knows no more than a recording: it answers what was asked then as it was answered then, under the ids that
 * the client uses now. What was not asked then is refused with 320 and a text that says so. The first client gets what the
 * first recorded one got, and so on; those beyond the last get what the last one got. Every method may be called by any
 * thread.
 */
public final class Replay implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Conversation> conversations;
    private final double speed;
    private final Consumer<String> notices;
    private final ScheduledThreadPoolExecutor clock;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread accepting;
    private int clients;

    private Replay(ServerSocket listener, List<Conversation> conversations, double speed, Consumer<String> notices) {
        this.listener = listener;
        this.conversations = conversations;
        this.speed = speed;
        this.notices = notices;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("replay").factory());
        this.clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.accepting = Thread.ofVirtual().name("replay-accept").unstarted(this::accept);
    }

    /**
     * Starts it.
     *
     * @param listen where clients connect, port 0 for a free one
     * @param speed how many times as fast as recorded; infinite for at once
     * @param notices told what a user should know, a line each
     * @throws IOException if the port is taken
     * @throws RecordingException if nothing can be replayed of the recording
     */
    public static Replay start(InetSocketAddress listen, Recording recording, double speed, Consumer<String> notices)
            throws IOException {
        var conversations = new ArrayList<Conversation>();
        for (Recording.Connection connection : recording.connections()) {
            conversations.add(Conversation.of(connection));
        }
        if (conversations.isEmpty()) {
            throw new RecordingException("no connection was recorded");
        }
        int unreadable =
                conversations.stream().mapToInt(Conversation::unreadable).sum();
        if (unreadable > 0) {
            notices.accept(unreadable + " recorded messages can't be read and are left out");
        }
        var listener = new ServerSocket();
        try {
            listener.bind(listen);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        var replay = new Replay(listener, List.copyOf(conversations), speed, notices);
        replay.accepting.start();
        return replay;
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Conversation conversation = conversations.get(Math.min(clients, conversations.size() - 1));
                clients++;
                Thread.ofVirtual().name("replay-client").start(() -> serve(socket, conversation));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    notices.accept("a client could not be taken: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket, Conversation conversation) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new ReplayedSession(socket, conversation, speed, clock, notices).run();
        } catch (IOException | RuntimeException e) {
            if (!listener.isClosed()) {
                notices.accept("a client's connection ended: " + e.getMessage());
            }
        } finally {
            sockets.remove(socket);
        }
    }

    /** Ends every session. */
    @Override
    public void close() throws IOException {
        listener.close();
        clock.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
