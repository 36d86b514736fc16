package io.mainstay.simulator.fault;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When a fault strikes: conditions, all of which must hold. A fault without any is on from the moment of switching.
 *
 * @param firstConnection the first connection of the simulator that it concerns, from 1
 * @param lastConnection the last one
 * @param clientId the client that it concerns; null for all
 * @param since when it comes on after the simulator's start; null if time does not matter
 * @param sinceSession when it comes on after the first session has started
 * @param timeOfDay when it comes on, on a New York clock, the next time
 * @param request the request with whose arrival it comes on, its answer included
 * @param nth which of these requests, from 1
 * @param lasting how long it stays; null for good
 * @param most how often it strikes at most
 * @param probability how likely it strikes at each occasion
 * @param text as it was written, empty or starting with an at sign
 */
public record Strike(
        long firstConnection,
        long lastConnection,
        @Nullable Integer clientId,
        @Nullable Duration since,
        @Nullable Duration sinceSession,
        @Nullable LocalTime timeOfDay,
        @Nullable String request,
        int nth,
        @Nullable Duration lasting,
        long most,
        double probability,
        String text) {
    /** What {@link #parse} understands, for people. */
    public static final String SYNTAX = """
            FAULT[=VALUE][@CONDITION]... strikes only when all of its conditions hold:
              @connection:3     at the third connection since the start; 3+ from the third on
              @client:7         at client id 7
              @after:NAME[:2]   from the (second) request of that name on, such as PLACE_ORDER, its answer included
              @time:10s         from 10 s after the start on; @time:23:45 from the next 23:45 in New York on
              @session:2s       from 2 s after the first session's start on
              @for:5s           for 5 s, then it is off
              @times:2          at most twice
              @probability:0.1  at one occasion in ten; the seed decides which
            """;

    static final Strike ALWAYS =
            new Strike(1, Long.MAX_VALUE, null, null, null, null, null, 1, null, Long.MAX_VALUE, 1, "");

    private static final class Draft {
        long first = 1;
        long last = Long.MAX_VALUE;

        @Nullable
        Integer clientId;

        @Nullable
        Duration since;

        @Nullable
        Duration sinceSession;

        @Nullable
        LocalTime timeOfDay;

        @Nullable
        String request;

        int nth = 1;

        @Nullable
        Duration lasting;

        long most = Long.MAX_VALUE;
        double probability = 1;
    }

    /**
     * Reads conditions that are divided by at signs.
     *
     * @throws IllegalArgumentException with the condition that is wrong
     */
    static Strike parse(String text) {
        var draft = new Draft();
        for (String condition : text.split("@", -1)) {
            read(condition, draft);
        }
        return new Strike(
                draft.first,
                draft.last,
                draft.clientId,
                draft.since,
                draft.sinceSession,
                draft.timeOfDay,
                draft.request,
                draft.nth,
                draft.lasting,
                draft.most,
                draft.probability,
                "@" + text);
    }

    private static void read(String condition, Draft draft) {
        String[] parts = condition.split(":", 2);
        String value = parts.length == 2 ? parts[1] : "";
        String where = "condition @" + condition;
        switch (parts[0]) {
            case "connection" -> {
                boolean from = value.endsWith("+");
                draft.first = number(where, from ? value.substring(0, value.length() - 1) : value, 1);
                draft.last = from ? Long.MAX_VALUE : draft.first;
            }
            case "client" -> draft.clientId = Math.toIntExact(number(where, value, 0));
            case "after" -> {
                String[] request = value.split(":", 2);
                if (!request[0].matches("[A-Z][A-Z0-9_]{2,60}")) {
                    throw new IllegalArgumentException(where + ": a request's name such as REQ_MKT_DATA is needed");
                }
                draft.request = request[0];
                draft.nth = request.length == 2 ? Math.toIntExact(number(where, request[1], 1)) : 1;
            }
            case "time" -> {
                if (value.matches("\\d{1,2}:\\d{2}(:\\d{2})?")) {
                    draft.timeOfDay = time(where, value);
                } else {
                    draft.since = Value.duration(where, value);
                }
            }
            case "session" -> draft.sinceSession = Value.duration(where, value);
            case "for" -> draft.lasting = Value.duration(where, value);
            case "times" -> draft.most = number(where, value, 1);
            case "probability" -> {
                if (!value.matches("0?\\.\\d{1,9}|[01](\\.0{1,9})?")) {
                    throw new IllegalArgumentException(where + ": a number from 0 to 1 is needed");
                }
                draft.probability = Double.parseDouble(value);
            }
            default ->
                throw new IllegalArgumentException(where + " is unknown; there are connection, client, after, time,"
                        + " session, for, times and probability");
        }
    }

    private static long number(String where, String text, int least) {
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < least) {
            throw new IllegalArgumentException(where + ": a whole number from " + least + " on is needed");
        }
        return Long.parseLong(text);
    }

    private static LocalTime time(String where, String text) {
        try {
            return LocalTime.parse(text.length() == 4 || text.length() == 7 ? "0" + text : text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(where + ": no time of the day", e);
        }
    }

    /** Whether there is no condition at all. */
    public boolean isAlways() {
        return text.isEmpty();
    }

    /** Whether it is on as soon as it is switched. */
    boolean isImmediate() {
        return since == null && sinceSession == null && timeOfDay == null && request == null;
    }

    /** Whether it concerns some sessions only. */
    boolean namesSessions() {
        return firstConnection > 1 || lastConnection < Long.MAX_VALUE || clientId != null;
    }

    boolean concerns(Grip session) {
        boolean connection = session.number() >= firstConnection && session.number() <= lastConnection;
        return connection
                && (clientId == null || session.clientId().map(clientId::equals).orElse(false));
    }
}
