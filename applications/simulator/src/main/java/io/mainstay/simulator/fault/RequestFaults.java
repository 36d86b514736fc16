package io.mainstay.simulator.fault;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.message.CancelAccountSummary;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.HasOrderId;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.MessageCodec;
import io.mainstay.protocol.message.ReqAccountUpdates;
import io.mainstay.protocol.message.ReqExecutions;
import io.mainstay.protocol.message.ReqHistoricalData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Faults of requests and their answers. */
final class RequestFaults {
    /** What a gateway takes in a second: half of the default 100 market data lines. */
    private static final int MOST_PER_SECOND = 50;

    private static final Map<String, String> HISTORY_TEXTS = Map.of(
            "pacing", "Historical data request pacing violation",
            "no-data", "HMDS query returned no data: AAPL@SMART Trades",
            "cancelled", "API historical data query cancelled: 1",
            "invalid-step", "Invalid step: 1 secs and duration: 1 Y",
            "other-session", "Trading TWS session is connected from a different IP address");

    private RequestFaults() {}

    static List<FaultKind> all() {
        return List.of(
                new FaultKind(
                        "no-answer",
                        "REQUEST[:N or :forever]",
                        "REQ_HISTORICAL_DATA:1",
                        "The next N requests of that name are lost without an answer.",
                        "at that request",
                        "E1 B2=START_API:forever F20=REQ_POSITIONS:forever F20=REQ_OPEN_ORDERS:forever",
                        RequestFaults::noAnswer),
                new FaultKind(
                        "error",
                        "REQUEST:CODE[:TEXT]",
                        "REQ_HISTORICAL_DATA:162",
                        "Requests of that name are refused with an error, under their id.",
                        "at that request",
                        "D2=REQ_MKT_DATA:10089 D2=REQ_MKT_DATA:10168 D2=REQ_MKT_DATA:10186 D5=REQ_MKT_DATA:101"
                                + " D5=REQ_MKT_DEPTH:309 D5=REQ_TICK_BY_TICK_DATA:10190 D6=REQ_MKT_DATA:322"
                                + " E9=REQ_HISTORICAL_DATA:165 E9=REQ_HISTORICAL_DATA:166"
                                + " E9=REQ_HISTORICAL_DATA:200 E9=REQ_HISTORICAL_DATA:322"
                                + " E9=REQ_HISTORICAL_DATA:386 F20=REQ_POSITIONS:321",
                        v -> telling(v, RequestAct.SWALLOW)),
                new FaultKind(
                        "notice",
                        "REQUEST:CODE[:TEXT]",
                        "REQ_MKT_DATA:10090",
                        "Requests of that name get an error or notice under their id, and are answered all the same.",
                        "at that request",
                        "D2=REQ_MKT_DATA:10090",
                        v -> telling(v, RequestAct.ANSWER)),
                new FaultKind(
                        "history-error",
                        "pacing, no-data, cancelled, invalid-step or other-session",
                        "pacing",
                        "History is refused with error 162 and the text of that cause.",
                        "at REQ_HISTORICAL_DATA",
                        "E8 E8=no-data E8=cancelled E8=invalid-step E8=other-session",
                        RequestFaults::historyError),
                new FaultKind(
                        "no-end",
                        "MESSAGE or all",
                        "all",
                        "The end of a list, such as EXECUTION_DATA_END, does not come.",
                        "at each message whose name ends in _END",
                        "E2 E2=EXECUTION_DATA_END",
                        v -> {
                            String which = v.part(0, "all");
                            if (!which.equals("all") && !which.endsWith("_END")) {
                                throw v.wrong("all or the name of a message that ends in _END");
                            }
                            return dropping(which.equals("all") ? "" : which, "_END");
                        }),
                new FaultKind(
                        "lost-message",
                        "MESSAGE",
                        "HISTORICAL_DATA",
                        "Messages of that name do not come.",
                        "at that message",
                        "E1",
                        v -> dropping(v.message(0, "HISTORICAL_DATA"), "")),
                new FaultKind(
                        "deaf-after-cancel",
                        "After CANCEL_ACCOUNT_SUMMARY a session's requests are lost.",
                        "at each request after it",
                        "E5",
                        v -> deafAfterCancel()),
                new FaultKind(
                        "no-unfiltered-executions",
                        "A request for executions without any filter is lost.",
                        "at REQ_EXECUTIONS",
                        "E6",
                        v -> Behaviour.requesting(
                                (message, o) -> message instanceof ReqExecutions m && hasNoFilter(m) && o.strikes()
                                        ? RequestAct.SWALLOW
                                        : RequestAct.ANSWER)),
                new FaultKind(
                        "silent-account",
                        "ACCOUNT or all",
                        "all",
                        "Updates of that account never come.",
                        "at REQ_ACCOUNT_DATA",
                        "E7",
                        v -> {
                            String account = v.part(0, "all");
                            return Behaviour.requesting((message, o) -> message instanceof ReqAccountUpdates m
                                            && m.subscribe()
                                            && (account.equals("all") || account.equals(m.acctCode()))
                                            && o.strikes()
                                    ? RequestAct.SWALLOW
                                    : RequestAct.ANSWER);
                        }),
                new FaultKind(
                        "pacing-enforced",
                        "More than 50 messages in a second get error 100; the third time the connection ends.",
                        "at each message",
                        "E10",
                        v -> Behaviour.of(Mode.REJECTS_HIGH_RATES)),
                new FaultKind(
                        "pacing-delays",
                        "What exceeds 50 messages in a second is answered later, orders too, without any error.",
                        "at each message",
                        "E11",
                        v -> pacingDelays()),
                new FaultKind(
                        "hangs-after-burst",
                        "N",
                        "100",
                        "More than N messages of a session within a second leave it mute for good, and new connections"
                                + " until it is switched off.",
                        "at the message that is too much",
                        "E12",
                        v -> hangsAfterBurst(v.whole(0, "100", 1))),
                new FaultKind(
                        "late-answer",
                        "DURATION[:REQUEST]",
                        "10s",
                        "Requests are answered late; without a name these are REQ_HISTORICAL_DATA and"
                                + " REQ_CONTRACT_DATA.",
                        "at that request",
                        "E13",
                        RequestFaults::lateAnswer),
                new FaultKind(
                        "duplicate-answer",
                        "REQUEST",
                        "REQ_HISTORICAL_DATA",
                        "Each message of an answer comes twice.",
                        "at each message that answers that request",
                        "",
                        v -> {
                            String request = v.message(0, "REQ_HISTORICAL_DATA");
                            return Behaviour.sending((message, out, o) -> {
                                Message asked = o.request();
                                out.send(message);
                                if (asked != null && asked.wireName().equals(request) && o.strikes()) {
                                    out.send(message);
                                }
                            });
                        }),
                new FaultKind(
                        "garbled",
                        "unknown-id, not-utf8, bad-number or truncated[:MESSAGE]",
                        "unknown-id:CONTRACT_DATA",
                        "Messages of that name come damaged, in frames of the right length.",
                        "at that message",
                        "E14 E14=not-utf8:CONTRACT_DATA E14=bad-number:CONTRACT_DATA E14=truncated:CONTRACT_DATA",
                        RequestFaults::garbled),
                new FaultKind(
                        "errors-in-protobuf",
                        "Errors come in the encoding of newer versions (message 204), whatever was negotiated.",
                        "at each error and notice",
                        "E15",
                        v -> Behaviour.sending((message, out, o) -> {
                            if (message instanceof ErrorMessage error && o.strikes()) {
                                out.sendAltered(error, payload -> protobuf(error));
                            } else {
                                out.send(message);
                            }
                        })));
    }

    private static Behaviour noAnswer(Value v) {
        String request = v.message(0, "REQ_HISTORICAL_DATA");
        long times = v.part(1, "1").equals("forever") ? Long.MAX_VALUE : v.whole(1, "1", 1);
        var lost = new long[1];
        return Behaviour.requesting((message, o) -> {
            if (lost[0] >= times || !message.wireName().equals(request) || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            lost[0]++;
            return RequestAct.SWALLOW;
        });
    }

    /** Sends an error under a request's own id. */
    private static Behaviour telling(Value v, RequestAct then) {
        String request = v.message(0, "REQ_MKT_DATA");
        int code = ErrorTexts.code(v, 1);
        String text = v.from(2, ErrorTexts.of(code));
        return Behaviour.requesting((message, o) -> {
            if (!message.wireName().equals(request) || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            o.session().error(idOf(message), code, text);
            return then;
        });
    }

    private static int idOf(Message request) {
        return switch (request) {
            case HasReqId m -> m.reqId();
            case HasOrderId m -> m.orderId();
            default -> -1;
        };
    }

    private static Behaviour historyError(Value v) {
        String text = HISTORY_TEXTS.get(
                v.word(0, List.of("pacing", "no-data", "cancelled", "invalid-step", "other-session")));
        return Behaviour.requesting((message, o) -> {
            if (!(message instanceof ReqHistoricalData m) || !o.strikes()) {
                return RequestAct.ANSWER;
            }
            o.session().error(m.reqId(), 162, "Historical Market Data Service error message:" + text);
            return RequestAct.SWALLOW;
        });
    }

    private static Behaviour dropping(String name, String suffix) {
        return Behaviour.sending((message, out, o) -> {
            boolean meant = name.isEmpty()
                    ? message.wireName().endsWith(suffix)
                    : message.wireName().equals(name);
            if (!meant || !o.strikes()) {
                out.send(message);
            }
        });
    }

    private static Behaviour deafAfterCancel() {
        /* Connections that are deaf now; bounded by the connections while it is on. */
        Set<Long> deaf = new HashSet<>();
        return Behaviour.requesting((message, o) -> {
            long connection = o.session().number();
            if (deaf.contains(connection)) {
                return RequestAct.SWALLOW;
            }
            if (message instanceof CancelAccountSummary && o.strikes()) {
                deaf.add(connection);
            }
            return RequestAct.ANSWER;
        });
    }

    private static boolean hasNoFilter(ReqExecutions m) {
        return m.clientId() == 0
                && m.acctCode().isEmpty()
                && m.time().isEmpty()
                && m.symbol().isEmpty()
                && m.secType().isEmpty()
                && m.exchange().isEmpty()
                && m.side().isEmpty();
    }

    private static Behaviour pacingDelays() {
        /* When each connection's next message may be answered; bounded by the connections while it is on. */
        Map<Long, Instant> free = new HashMap<>();
        Duration each = Duration.ofSeconds(1).dividedBy(MOST_PER_SECOND);
        Duration burst = Duration.ofSeconds(1).minus(each);
        return Behaviour.requesting((message, o) -> {
            Instant now = o.gateway().now();
            Instant due = free.getOrDefault(o.session().number(), Instant.EPOCH);
            // A second's worth may come at once; beyond that each waits for its turn.
            Instant next = due.isBefore(now.minus(burst)) ? now.minus(burst) : due.plus(each);
            free.put(o.session().number(), next);
            return next.isAfter(now) && o.strikes()
                    ? new RequestAct.Delay(Duration.between(now, next))
                    : RequestAct.ANSWER;
        });
    }

    private static Behaviour hangsAfterBurst(int most) {
        record Second(Instant start, int messages) {}
        Map<Long, Second> seconds = new HashMap<>();
        var hung = new boolean[1];
        return Behaviour.requesting((message, o) -> {
                    Instant now = o.gateway().now();
                    Second second = seconds.compute(
                            o.session().number(),
                            (number, s) ->
                                    s == null || !s.start().plusSeconds(1).isAfter(now)
                                            ? new Second(now, 1)
                                            : new Second(s.start(), s.messages() + 1));
                    if (second.messages() <= most || !o.strikes()) {
                        return RequestAct.ANSWER;
                    }
                    hung[0] = true;
                    o.session().turnMute();
                    return RequestAct.SWALLOW;
                })
                .withAccepting((zombies, o) -> hung[0] ? AcceptAct.MUTE : AcceptAct.SERVE);
    }

    private static Behaviour lateAnswer(Value v) {
        Duration by = v.duration(0, "10s");
        Set<String> requests = v.part(1, "").isEmpty()
                ? Set.of("REQ_HISTORICAL_DATA", "REQ_CONTRACT_DATA")
                : Set.of(v.message(1, "REQ_HISTORICAL_DATA"));
        return Behaviour.requesting((message, o) ->
                requests.contains(message.wireName()) && o.strikes() ? new RequestAct.Delay(by) : RequestAct.ANSWER);
    }

    private static Behaviour garbled(Value v) {
        String how = v.word(0, List.of("unknown-id", "not-utf8", "bad-number", "truncated"));
        String name = v.message(1, "CONTRACT_DATA");
        return Behaviour.sending((message, out, o) -> {
            if (message.wireName().equals(name) && o.strikes()) {
                out.sendAltered(message, payload -> garble(how, payload));
            } else {
                out.send(message);
            }
        });
    }

    private static byte[] garble(String how, byte[] payload) {
        byte[] changed = payload.clone();
        // Text frames start with the digits of the id and a zero byte, those of newer versions with four binary bytes.
        boolean binary = changed[0] == 0;
        int afterId = 4;
        if (!binary) {
            afterId = 0;
            while (changed[afterId] != 0) {
                afterId++;
            }
            afterId++;
        }
        switch (how) {
            case "unknown-id" -> changed = withUnknownId(changed, afterId, binary);
            case "truncated" -> changed = Arrays.copyOf(changed, (afterId + changed.length) / 2);
            // In protobuf a field of a kind that does not exist, since there any byte may be part of a number.
            case "bad-number" -> changed[afterId] = isProtobuf(changed) ? 7 : (byte) 'x';
            default -> {
                // An overlong form of the slash, which no UTF-8 text holds.
                int middle = (afterId + changed.length) / 2;
                changed[middle] = (byte) 0xC0;
                changed[middle + 1] = (byte) 0xAF;
            }
        }
        return changed;
    }

    /** Whether a payload has four binary bytes as its id and the number of a protobuf message. */
    private static boolean isProtobuf(byte[] payload) {
        return payload[0] == 0 && ByteBuffer.wrap(payload).getInt() > FieldWriter.PROTOBUF_OFFSET;
    }

    private static byte[] withUnknownId(byte[] payload, int afterId, boolean binary) {
        byte[] id = binary ? new byte[] {0, 0, 0x27, 0x0F} : "9999\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(id.length + payload.length - afterId)
                .put(id)
                .put(payload, afterId, payload.length - afterId)
                .array();
    }

    private static byte[] protobuf(ErrorMessage error) {
        var writer = new FieldWriter(MessageCodec.NEWEST_VERSION);
        error.write(writer);
        byte[] frame = writer.toByteArray();
        return Arrays.copyOfRange(frame, 4, frame.length);
    }
}
