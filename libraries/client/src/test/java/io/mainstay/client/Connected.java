package io.mainstay.client;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ContractData;
import io.mainstay.protocol.message.ContractDataEnd;
import io.mainstay.protocol.message.ContractDetails;
import io.mainstay.protocol.message.ReqContractDetails;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.FutureTask;

/** A program that is connected to a scripted gateway, and the gateway's side of its connection. */
final class Connected implements AutoCloseable {
    static final int CLIENT_ID = 7;

    final ScriptedGateway gateway = ScriptedGateway.onLoopback();
    final ScriptedGateway.Peer peer;
    final Mainstay ib;

    Connected() throws Exception {
        this(1, ScriptedGateway.VERSION);
    }

    Connected(int nextOrderId, int serverVersion) throws Exception {
        ConnectOptions options = ConnectOptions.defaults()
                .withVia(ConnectOptions.Via.DIRECT)
                .withGateway("127.0.0.1", gateway.port())
                .withClientId(CLIENT_ID)
                .withRequestTimeout(Duration.ofSeconds(20));
        FutureTask<Mainstay> connecting = ScriptedGateway.program(() -> Mainstay.connect(options));
        peer = gateway.acceptReady(nextOrderId, serverVersion);
        ib = ScriptedGateway.result(connecting);
    }

    static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    static Contract apple() {
        return Contract.builder()
                .conId(265598)
                .symbol("AAPL")
                .secType("STK")
                .exchange("SMART")
                .primaryExchange("NASDAQ")
                .currency("USD")
                .build();
    }

    static ContractDetails appleDetails() {
        return ContractDetails.builder()
                .contract(apple())
                .longName("APPLE INC")
                .minTick(decimal("0.01"))
                .timeZoneId("US/Eastern")
                .tradingHours("20261124:0400-20261124:2000;20261125:0400-20261125:2000;20261126:CLOSED")
                .liquidHours("20261124:0930-20261124:1600;20261125:0930-20261125:1600;20261126:CLOSED;"
                        + "20261127:0930-20261127:1300")
                .build();
    }

    /** Looks Apple up, the gateway answering. */
    Instrument appleInstrument() throws Exception {
        FutureTask<Instrument> asked = ScriptedGateway.program(() -> ib.stock("AAPL"));
        int id = peer.read(ReqContractDetails.class).reqId();
        peer.send(new ContractData(id, appleDetails()), new ContractDataEnd(id));
        return ScriptedGateway.result(asked);
    }

    /** Returns once the client has taken everything that was sent before. */
    void appleFence() throws Exception {
        FutureTask<?> asked = ScriptedGateway.program(() -> ib.instruments(apple()));
        int id = peer.read(ReqContractDetails.class).reqId();
        peer.send(new ContractDataEnd(id));
        ScriptedGateway.result(asked);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        ib.close();
    }
}
