package io.mainstay.simulator.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The troubles that users of gateways report, each with what reproduces it. {@code documentation/faults.md} is this table
 * and the catalogue.
 */
public final class Pains {
    /**
     * One trouble.
     *
     * @param faults how to switch it on, each variant; empty where {@code remark} says why there is no fault for it
     * @param remark what to know of it besides; may be empty
     */
    public record Pain(String id, String symptom, List<String> faults, String remark) {}

    private static final String NORMAL = "the simulator does so without any fault";

    /** Id, symptom, and a remark where there is one. */
    private static final String TABLE = """
            A1|nothing listens: connections are refused
            A2|the accept queue is full: connections time out, earlier sessions work
            A3|accepted and silent for ever
            A4|accepted and closed at once
            A5|accepted and reset at once, or after the greeting
            A6|zombies: the gateway never closes its side; after some of them it is mute or accepts no more|the three classes of zombies: a leaked descriptor (wedge-after-N), a stuck reader, and an accept queue that nobody empties
            A7|zombies from a bare connect and close
            A8|half-open: the peer is gone without a FIN
            A9|the session is up and silent, what is written is taken
            A10|RST or FIN in the middle of a frame, at any byte
            A11|every byte alone, or many messages in one segment
            A12|the gateway stops reading: writes block
            A13|the port is changed while connected
            A14|a proxy in between: a connect that succeeds and ends, a silent cut after idling|on the wire these are a close on accept and a half-open session
            A15|another protocol at the port gets no answer
            B1|the greeting's answer is late
            B2|a greeting, and nothing after START_API
            B3|only one of managedAccounts and nextValidId, or in the other order
            B4|managedAccounts is empty or late
            B5|the client id is in use
            B6|a client id stays held after its connection
            B7|more clients than the gateway takes|without a fault the limit is 32
            B8|a dialog asks about the connection
            B9|a server version that is too old or too new|an older gateway is played by --server-version; a client that is too new or too old for it is ended without a greeting
            B10|the greeting redirects to another host
            B11|the gateway is up and not logged in
            B12|the first connection after the start fails
            B13|farm notices come once after the start, and never again|the notices come once without any fault; the fault leaves them out
            C1|the link to IB is lost, 1100 is repeated
            C2|the link is back, data kept
            C3|the link is back, data lost
            C4|the link is lost and no notice ever says that it is back
            C5|farms flap, some streams are dead afterwards
            C6|history and definition farms flap, are idle or connecting
            C7|a notice that the link is broken, and the end of the session later
            C8|the nightly reset
            C9|the daily restart|held-client-id adds the ids that stay taken
            C10|a restart that waits for a second factor
            C11|a restart whose token is refused|on the wire it is a restart that waits for a second factor
            C12|outage-time errors arrive before the notice that explains them
            C13|the gateway's clock jumps
            D1|a competing session takes the data
            D2|not entitled to the data
            D3|a stream stops without a word
            D4|a subscription is dropped
            D5|too many lines, books or tick streams|without a fault the limits are 100, 3 and 5
            D6|a ticker id is used twice|without a fault it is answered with 102, cancelling what is unknown with 300
            D7|cancels cross the end of a stream|without a fault a cancel after the end gets 300, 366 or 310
            D8|a book is reset or halted
            D9|sentinel values
            D10|floods of ticks
            D11|bars that are kept up to date are wrong or missing
            E1|no answer to a request
            E2|the end of a list is missing
            E3|a second request for completed orders is lost|=
            E4|a second request for the time is lost|=
            E5|requests after CANCEL_ACCOUNT_SUMMARY are lost
            E6|executions without a filter are not answered
            E7|updates of an account never come
            E8|history refused with 162
            E9|history refused with other codes
            E10|too many messages: errors and the end
            E11|too many messages: all are delayed, orders too
            E12|a burst hangs the gateway
            E13|an answer after the client has given up
            E14|garbled answers
            E15|errors in a newer encoding
            F1|an order disappears
            F2|an order is taken and never told of
            F3|a reset between an order and its acknowledgement
            F4|a fill that only the list of executions knows|fills during 1100 as well: add link-down
            F5|status and executions disagree
            F6|commissions are late, missing or invalid
            F7|a change becomes a second order
            F8|orders that were sent into an outage come up at its end|a link that is down keeps orders and takes them when it is back
            F9|a change is refused, the order lives
            F10|informational codes on an order
            F11|an order id is refused|an id that was used gets 103 without any fault
            F12|a cancel is refused|unknown and ended orders get 10147 and 10148 without any fault
            F13|a cancel is not answered for hours
            F14|read-only
            F15|a dialog holds the order
            F16|an order of somebody else|once client 0 has bound it, without a fault, its id is below 0
            F17|nextValidId is lower than ids that were used
            F18|a list of open orders is not complete
            F19|an order is rejected
            F20|positions or open orders can't be had
            F21|an execution is corrected
            G1 to G16|the process, its windows and its machine|these belong to the tool that starts gateways: a gateway that is only a listener has no dialogs, heap or display to fail
            H1 to H12|what clients do wrong|a client does it, not the gateway; the simulator survives it without any fault (HostileClientTest)
            """;

    private Pains() {}

    /** The ids of a fault's troubles, without their values. */
    public static List<String> ids(FaultKind kind) {
        return kind.pains().stream().map(Pains::id).distinct().toList();
    }

    private static String id(String reference) {
        return reference.split("[=@]", 2)[0];
    }

    /** All of them, in order. */
    public static List<Pain> all() {
        Map<String, List<String>> faults = new LinkedHashMap<>();
        for (FaultKind kind : FaultCatalogue.kinds()) {
            for (String reference : kind.pains()) {
                String rest = reference.substring(id(reference).length());
                String spec = rest.isEmpty() || rest.startsWith("@") ? kind.usual() + rest : kind.name() + rest;
                faults.computeIfAbsent(id(reference), id -> new ArrayList<>()).add(spec);
            }
        }
        return TABLE.lines()
                .map(line -> line.split("\\|", -1))
                .map(row -> {
                    String remark = row.length < 3 ? "" : row[2].equals("=") ? NORMAL : row[2];
                    return new Pain(row[0], row[1], List.copyOf(faults.getOrDefault(row[0], List.of())), remark);
                })
                .toList();
    }
}
