package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import java.time.Duration;
import java.util.List;

/** Why a call has no answer, sorted by what the caller should do. The message says what, why and what now. */
public abstract sealed class MainstayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    MainstayException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The exit code that a command ends with for this cause. */
    public int exitCode() {
        return exitCode;
    }

    /** Nothing listens at the gateway's address: start the gateway. */
    public static final class GatewayDown extends MainstayException {
        private static final long serialVersionUID = 1L;

        public GatewayDown(String message) {
            super(10, message);
        }
    }

    /** The gateway accepts connections and says nothing: look for a dialog or leaked sockets, restart it. */
    public static final class GatewayMute extends MainstayException {
        private static final long serialVersionUID = 1L;

        public GatewayMute(String message) {
            super(11, message);
        }
    }

    /** The gateway turned us away: client id in use, API switched off, address not trusted. */
    public static final class GatewayRefused extends MainstayException {
        private static final long serialVersionUID = 1L;

        public GatewayRefused(String message) {
            super(12, message);
        }
    }

    /** The gateway has no link to IB: wait. */
    public static final class LinkDown extends MainstayException {
        private static final long serialVersionUID = 1L;

        public LinkDown(String message) {
            super(13, message);
        }
    }

    /** No worker could be started or reached. */
    public static final class WorkerFailed extends MainstayException {
        private static final long serialVersionUID = 1L;

        public WorkerFailed(String message) {
            super(30, message);
        }
    }

    /** The deadline passed. A read may be asked again; an order's outcome is in its handle. */
    public static final class TimedOut extends MainstayException {
        private static final long serialVersionUID = 1L;
        private final transient Duration waited;

        public TimedOut(String message, Duration waited) {
            super(14, message);
            this.waited = waited;
        }

        public Duration waited() {
            return waited;
        }
    }

    /** The connection ended while the call was under way; whether the gateway got the request is not known. */
    public static final class Disconnected extends MainstayException {
        private static final long serialVersionUID = 1L;

        public Disconnected(String message) {
            super(14, message);
        }
    }

    /** The request means no contract, or several. */
    public static final class UnknownContract extends MainstayException {
        private static final long serialVersionUID = 1L;
        private final transient List<Contract> candidates;

        public UnknownContract(String message, List<Contract> candidates) {
            super(2, message);
            this.candidates = List.copyOf(candidates);
        }

        public List<Contract> candidates() {
            return candidates;
        }
    }

    /** The gateway says that it has no data for this request, which is an answer. */
    public static final class NoData extends MainstayException {
        private static final long serialVersionUID = 1L;

        public NoData(String message) {
            super(0, message);
        }
    }

    /** Too many requests; ask again later. */
    public static final class Pacing extends MainstayException {
        private static final long serialVersionUID = 1L;

        public Pacing(String message) {
            super(14, message);
        }
    }

    /** The gateway refused this request with an error code of its own. */
    public static final class RequestRefused extends MainstayException {
        private static final long serialVersionUID = 1L;
        private final int code;

        public RequestRefused(int code, String message) {
            super(2, message);
            this.code = code;
        }

        /** IB's number. */
        public int code() {
            return code;
        }
    }

    /** What the other side sent can't be what was asked for; a bug of ours or of its. */
    public static final class ProtocolError extends MainstayException {
        private static final long serialVersionUID = 1L;

        public ProtocolError(String message) {
            super(1, message);
        }
    }

    /** The calling thread was interrupted while it waited; its flag is set again, the request was cancelled. */
    public static final class Interrupted extends MainstayException {
        private static final long serialVersionUID = 1L;

        public Interrupted(String message) {
            super(130, message);
        }
    }
}
