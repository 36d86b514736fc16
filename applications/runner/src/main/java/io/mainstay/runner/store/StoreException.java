package io.mainstay.runner.store;

import java.sql.SQLException;
import java.util.Locale;

/** The store can't do what it must; the message says why and what now. Nothing of the transaction has happened. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as far as it can be told. */
    public enum Cause {
        DISK_FULL("the disk is full: make room"),
        NOT_WRITABLE("it can't be written: give this user the right to write the state folder and its files"),
        NEWER_SCHEMA("it was written by a newer version: run that version, or use another MAINSTAY_HOME"),
        BUSY("another program holds it locked: end that program, or use another MAINSTAY_HOME"),
        DAMAGED("it is damaged or no database: move it away and restore a copy"),
        CONFLICT("what it holds contradicts it; please report this"),
        CLOSED("this run is ending"),
        OTHER("see the message");

        private final String remedy;

        Cause(String remedy) {
            this.remedy = remedy;
        }

        public String remedy() {
            return remedy;
        }
    }

    private final Cause why;

    public StoreException(Cause why, String what) {
        super(what + ": " + why.remedy());
        this.why = why;
    }

    StoreException(String what, SQLException cause) {
        super(what + ": " + of(cause).remedy() + " (" + cause.getMessage() + ")", cause);
        this.why = of(cause);
    }

    public Cause why() {
        return why;
    }

    private static Cause of(SQLException cause) {
        // The driver's codes are SQLite's, the primary one in the low byte.
        return switch (cause.getErrorCode() & 0xff) {
            case 5, 6 -> Cause.BUSY;
            case 8, 3, 23 -> Cause.NOT_WRITABLE;
            case 11, 26 -> Cause.DAMAGED;
            case 19 -> Cause.CONFLICT;
            case 13 -> Cause.DISK_FULL;
            case 14 -> Cause.NOT_WRITABLE;
            case 10 -> text(cause).contains("no space") ? Cause.DISK_FULL : Cause.OTHER;
            default -> Cause.OTHER;
        };
    }

    private static String text(SQLException cause) {
        String message = cause.getMessage();
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }
}
