package io.mainstay.benchmark;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Instrument;
import io.mainstay.client.Mainstay;
import io.mainstay.client.OrderHandle;
import java.math.BigDecimal;
import java.time.Duration;

/** From the call that places an order until its fill and the fill's commission are known, in the Java library. */
final class LibraryOrders {
    private static final int ORDERS = 5_000;

    private LibraryOrders() {}

    static void measure(Workplace workplace) throws Exception {
        try (var gateway = new ScriptedGateway(RawClient.COMMON_VERSION)) {
            ConnectOptions options = ConnectOptions.defaults()
                    .withHome(workplace.home())
                    .withGateway("127.0.0.1", gateway.port())
                    .withVia(ConnectOptions.Via.DIRECT);
            try (Mainstay ib = Mainstay.connect(options)) {
                Report.row("order to commission, direct, gateway fills at once", orders(ib), "us");
            }
            workplace.startWorker(gateway.port(), "--messages-per-second", "1000000");
            try (Mainstay ib = Mainstay.connect(options.withVia(ConnectOptions.Via.SHARED_WORKER))) {
                Report.row("the same through the worker, on disk before it is sent", orders(ib), "us");
            }
        }
    }

    private static Distribution orders(Mainstay ib) {
        Instrument apple = ib.stock("AAPL");
        double[] us = new double[ORDERS];
        for (int i = -ORDERS; i < ORDERS; i++) {
            long start = System.nanoTime();
            OrderHandle order = ib.buy(BigDecimal.ONE).of(apple).market().place();
            if (!order.await(Duration.ofSeconds(5))) {
                throw new IllegalStateException("order " + order.orderId() + " is " + order.status());
            }
            while (order.fills().getFirst().commission().isEmpty()) {
                Thread.onSpinWait();
            }
            if (i >= 0) {
                us[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        return Distribution.of(us);
    }
}
