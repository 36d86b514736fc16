package io.mainstay.benchmark;

import io.mainstay.client.ConnectOptions;
import io.mainstay.client.Mainstay;
import io.mainstay.client.MainstayException;
import io.mainstay.client.QuoteEvent;
import io.mainstay.client.Subscription;
import java.nio.file.Path;

/** A program that reads quotes for ever, as a user would write it. */
public final class QuoteReader {
    private QuoteReader() {}

    /** Takes the port of the gateway and a folder. */
    public static void main(String[] args) {
        ConnectOptions options = ConnectOptions.defaults()
                .withHome(Path.of(args[1]))
                .withGateway("127.0.0.1", Integer.parseInt(args[0]))
                .withVia(ConnectOptions.Via.DIRECT);
        try (Mainstay ib = Mainstay.connect(options);
                Subscription<QuoteEvent> quotes = ib.quotes(ib.stock("AAPL"))) {
            for (QuoteEvent event : quotes) {
                if (event instanceof QuoteEvent.Gap gap) {
                    System.out.println("gap: " + gap.reason());
                }
            }
        } catch (MainstayException.Disconnected gatewayEnded) {
            // It ends by that.
        }
    }
}
