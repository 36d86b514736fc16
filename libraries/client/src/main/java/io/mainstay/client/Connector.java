package io.mainstay.client;

import io.mainstay.client.session.Deadline;
import io.mainstay.client.session.Failure;
import io.mainstay.client.session.Session;
import io.mainstay.client.worker.PrivateWorker;
import io.mainstay.client.worker.WorkerCommand;
import io.mainstay.client.worker.WorkerException;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.client.worker.WorkerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds or starts the worker and opens the session. One instance makes one connection. */
final class Connector {
    /** Until the gateway has been told that an attempt was given up, which takes microseconds unless all is busy. */
    private static final Duration HALF_CLOSE = Duration.ofSeconds(3);

    /** Until the gateway has closed its side too; one that does not is not waited for, the caller gets an error anyway. */
    private static final Duration FULL_CLOSE = Duration.ofMillis(100);

    private final ConnectOptions options;
    private final Deadline deadline;

    private Connector(ConnectOptions options) {
        this.options = options;
        this.deadline = Deadline.after(options.connectTimeout());
    }

    static Mainstay connect(ConnectOptions options) {
        var connector = new Connector(options);
        try {
            return switch (options.via()) {
                case DIRECT -> connector.direct();
                case SHARED_WORKER -> connector.shared();
                case PRIVATE_WORKER -> connector.withPrivateWorker();
            };
        } catch (InterruptedException e) {
            throw Calls.interrupted("a connection to the gateway at " + options.host() + ":" + options.port());
        } catch (WorkerException e) {
            throw new MainstayException.WorkerFailed(
                    "No worker for the gateway at " + options.host() + ":" + options.port() + ": " + e.getMessage());
        }
    }

    private Mainstay direct() throws InterruptedException {
        var connection = new Connection(options);
        Failure failure = attempt(connection, new InetSocketAddress(options.host(), options.port()));
        if (failure != null) {
            throw ExplainConnect.failed(options, failure, true);
        }
        return client(connection, OptionalLong.empty(), false);
    }

    private Mainstay shared() throws InterruptedException, WorkerException {
        WorkerHome home = WorkerHome.shared(options.home(), options.host(), options.port());
        var connection = new Connection(options);
        Failure failure = attemptWorker(connection, home.socket());
        boolean started = false;
        OptionalLong pid = OptionalLong.empty();
        while (failure instanceof Failure.Unreachable || failure instanceof Failure.Lost) {
            // There is no worker, or it is about to end or to begin; whoever holds the lock decides.
            WorkerProcess.Running running =
                    WorkerProcess.start(home, command(home, WorkerCommand.SHARED_CLIENT_ID), deadline);
            started |= running.startedNow();
            pid = running.pid();
            connection = new Connection(options);
            failure = attemptWorker(connection, home.socket());
            boolean unattached = failure instanceof Failure.Unreachable || failure instanceof Failure.Lost;
            if (unattached && !running.startedNow()) {
                awaitNews(home, running);
            }
        }
        if (failure != null) {
            throw ExplainConnect.failed(options, failure, false);
        }
        return client(connection, pid.isPresent() ? pid : WorkerProcess.lastKnownPid(home), started);
    }

    /** A worker holds the lock and can't be reached: it starts or stops, so its end or a moment later is news. */
    private void awaitNews(WorkerHome home, WorkerProcess.Running running)
            throws InterruptedException, WorkerException {
        if (deadline.passed()) {
            throw new WorkerException("the worker"
                    + (running.pid().isPresent() ? " (pid " + running.pid().getAsLong() + ")" : "")
                    + " holds " + home.lock() + " and can't be reached at " + home.socket()
                    + "; run `mainstay worker restart --gateway " + home.endpoint() + "`");
        }
        WorkerProcess.awaitEnd(running, deadline.butAtMost(Duration.ofMillis(50)));
    }

    private Mainstay withPrivateWorker() throws InterruptedException, WorkerException {
        PrivateWorker worker = PrivateWorker.start(
                options.home(), options.host(), options.port(), home -> command(home, options.clientId()), deadline);
        boolean connected = false;
        try {
            var connection = new Connection(options);
            Failure failure = attemptWorker(connection, worker.socket());
            if (failure != null) {
                throw ExplainConnect.failed(options, failure, false);
            }
            connection.own(worker);
            connected = true;
            return client(connection, worker.pid(), true);
        } finally {
            if (!connected) {
                worker.close();
            }
        }
    }

    private WorkerCommand command(WorkerHome home, int clientId) {
        long wholeMs = options.connectTimeout().toMillis();
        // The worker's verdict on its gateway should come before this side gives up waiting for it.
        Duration handshake = Duration.ofMillis(Math.max(wholeMs - Math.min(1_000, wholeMs / 4), 1));
        return WorkerCommand.of(home, clientId, handshake);
    }

    private @Nullable Failure attemptWorker(Connection connection, Path socket) throws InterruptedException {
        SocketAddress address;
        try {
            address = UnixDomainSocketAddress.of(socket);
        } catch (IllegalArgumentException tooLong) {
            return new Failure.Unreachable("its path is too long");
        }
        return attempt(connection, address);
    }

    /** Opens the session; null if it is ready. The gateway knows of a failed attempt's end when this returns. */
    private @Nullable Failure attempt(Connection connection, SocketAddress address) throws InterruptedException {
        Session session;
        try {
            session = new Session(address, options.clientId(), options.newestVersion(), connection);
        } catch (IOException e) {
            return new Failure.Unreachable("no socket could be opened: " + e.getMessage());
        }
        connection.begin(session);
        session.start();
        boolean ready = false;
        try {
            if (!session.ready().await(deadline)) {
                throw ExplainConnect.late(options, session.stage(), deadline);
            }
            Failure failure = session.ready().failure();
            if (failure != null) {
                return failure;
            }
            connection.ready(session.ready().value());
            ready = true;
            return null;
        } finally {
            if (!ready) {
                session.end(new Failure.Closed("the connection attempt was given up"));
                awaitEnd(session);
            }
        }
    }

    private static void awaitEnd(Session session) {
        boolean interrupted = Thread.interrupted();
        try {
            session.awaitHalfClose(Deadline.after(HALF_CLOSE));
            session.awaitEnd(Deadline.after(FULL_CLOSE));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Mainstay client(Connection connection, OptionalLong workerPid, boolean workerStarted) {
        Session.Ready ready = connection.known();
        var info = new ConnectionInfo(
                options.via(),
                ready.greeting().serverVersion(),
                ready.greeting().connectionTime(),
                workerPid,
                workerStarted,
                deadline.waited());
        boolean direct = options.via() == ConnectOptions.Via.DIRECT;
        var clock = new GatewayClock(connection.session(), direct ? GatewayClock.DISTANCE : Duration.ZERO);
        return new Client(connection, info, clock, options.requestTimeout());
    }
}
