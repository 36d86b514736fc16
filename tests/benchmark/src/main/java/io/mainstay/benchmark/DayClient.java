package io.mainstay.benchmark;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.handshake.ClientGreeting;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.simulator.session.Gateway;
import io.mainstay.simulator.session.Outlet;
import io.mainstay.simulator.session.Session;
import java.time.Instant;
import java.util.zip.CRC32C;

/** A client in the gateway's own thread: it counts what it is told, so that nearly all that is measured is the gateway. */
final class DayClient implements Outlet {
    private static final int VERSION = 200;

    private final Gateway gateway;
    private final int clientId;
    private final CRC32C checksum = new CRC32C();
    private final FieldWriter out = new FieldWriter(VERSION);
    private Session session;
    private boolean over;
    private boolean frozen;
    private long messages;
    private long requests;
    /** Of the message that is being received: what its length says is still to come, 0 before that is known. */
    private int rest;

    private int header;
    private int headerBytes;

    DayClient(Gateway gateway, int clientId, Instant now) {
        this.gateway = gateway;
        this.clientId = clientId;
        this.session = gateway.connect(this, now);
        start(now);
    }

    private void start(Instant now) {
        bytes(new ClientGreeting(100, VERSION, "").encode(), now);
        send(new StartApi(clientId, ""), now);
    }

    /** Ends the session if it has not ended, and begins another. */
    void again(Instant now) {
        if (!over) {
            session.inputEnded(now);
        }
        over = false;
        frozen = false;
        rest = 0;
        headerBytes = 0;
        session = gateway.connect(this, now);
        start(now);
    }

    /** Whether nothing more will come. */
    boolean isLost() {
        return over || frozen;
    }

    void send(Outgoing message, Instant now) {
        if (!over) {
            out.clear();
            message.write(out);
            requests++;
            bytes(out.toByteArray(), now);
        }
    }

    private void bytes(byte[] bytes, Instant now) {
        session.received(bytes, 0, bytes.length, now);
    }

    long messages() {
        return messages;
    }

    long requests() {
        return requests;
    }

    /** Of every byte so far. */
    long checksum() {
        return checksum.getValue();
    }

    @Override
    public void send(byte[] bytes, int length, boolean byteWise) {
        checksum.update(bytes, 0, length);
        int at = 0;
        while (at < length) {
            if (rest > 0) {
                int step = Math.min(rest, length - at);
                at += step;
                rest -= step;
            } else {
                header = (header << 8) | (bytes[at++] & 0xFF);
                headerBytes++;
                if (headerBytes == 4) {
                    rest = header;
                    headerBytes = 0;
                    messages++;
                }
            }
        }
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void finish() {
        over = true;
    }

    @Override
    public void abort() {
        over = true;
    }

    @Override
    public void freeze() {
        frozen = true;
    }

    @Override
    public void endOutput() {
        over = true;
    }

    @Override
    public void pauseReading(boolean pause) {
        // What it sends is in the gateway already.
    }
}
