package io.mainstay.engine.units;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import io.mainstay.protocol.message.TickSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream in the units of each version that reads it. Each is translated once for each of these versions,
 * and not at all for those that count as the gateway does.
 */
public final class StreamUnits {
    /** A size as the gateway told it last, and as it was passed on. */
    private record Size(BigDecimal gateways, BigDecimal told) {}

    /** What readers of one version are told. */
    private static final class Reader {
        private final int version;
        private final StockSizes sizes;
        private final boolean differs;
        private @Nullable Incoming last;
        private @Nullable Incoming told;

        /** By tick type, of which there are about a hundred. */
        private final Map<Integer, Size> lastSizes = new HashMap<>();

        Reader(int gatewayVersion, int version, Outgoing start) {
            this.version = version;
            this.sizes = new StockSizes(gatewayVersion, version);
            this.differs = sizes.differ(start);
        }
    }

    private final CountedContracts contracts;
    private final Outgoing start;
    private final @Nullable Contract contract;

    /** One for each version that has read the stream since it was asked for. */
    private final List<Reader> readers = new ArrayList<>();

    private Counted counted = Counted.UNKNOWN;
    private int gatewayVersion;

    /** @param start the request that opens the stream */
    public StreamUnits(CountedContracts contracts, Outgoing start) {
        this.contracts = contracts;
        this.start = start;
        this.contract = CountedContracts.contract(start);
    }

    /** The stream is asked for at a gateway of some version. */
    public void begin(int version) {
        gatewayVersion = version;
        readers.clear();
    }

    /** Whether what the stream says is in the units of a gateway's version. */
    public boolean isOf(int version) {
        return version == gatewayVersion;
    }

    /** Whether a reader can't be served before it is known how the contract is counted. */
    public boolean lacks(int atGatewayVersion, int clientVersion) {
        return atGatewayVersion != clientVersion && contracts.lacks(start, atGatewayVersion, clientVersion);
    }

    /**
     * A message of the gateway for readers of a version; the very message where nothing differs. Null if a gateway of that
     * version would not have sent it: the size has changed, and is the same number of lots.
     */
    @SuppressWarnings("ReferenceEquality") // the very message, which is passed to one holder after the other
    public @Nullable Incoming told(Incoming message, int version) {
        Reader reader = reader(version);
        if (reader == null) {
            return message;
        }
        if (reader.last != message) {
            reader.last = message;
            reader.told = isRepeated(reader, message) ? null : translated(reader, message);
        }
        return reader.told;
    }

    /** A message of the image for one reader that joins; null only while it is not known how the contract is counted. */
    public @Nullable Incoming image(Incoming message, int version) {
        Reader reader = reader(version);
        if (reader == null) {
            return message;
        }
        Incoming told = translated(reader, message);
        remember(reader, message, told);
        return told;
    }

    /** Null if readers of a version read what the gateway says. */
    private @Nullable Reader reader(int version) {
        if (contract == null || version == gatewayVersion || counted == Counted.SINGLY) {
            return null;
        }
        Reader reader = readerOf(version);
        if (!reader.differs) {
            return null;
        }
        if (counted == Counted.UNKNOWN) {
            counted = contracts.of(contract);
        }
        return counted == Counted.SINGLY ? null : reader;
    }

    private Reader readerOf(int version) {
        for (int i = 0; i < readers.size(); i++) {
            if (readers.get(i).version == version) {
                return readers.get(i);
            }
        }
        var reader = new Reader(gatewayVersion, version, start);
        readers.add(reader);
        return reader;
    }

    private @Nullable Incoming translated(Reader reader, Incoming message) {
        return counted == Counted.UNKNOWN ? null : reader.sizes.of(message);
    }

    private boolean isRepeated(Reader reader, Incoming message) {
        if (!(message instanceof TickSize size)) {
            return false;
        }
        Size before = reader.lastSizes.get(size.tickType());
        Size now = remember(reader, message, translated(reader, message));
        return before != null
                && now != null
                && before.told().compareTo(now.told()) == 0
                && before.gateways().compareTo(now.gateways()) != 0;
    }

    private static @Nullable Size remember(Reader reader, Incoming message, @Nullable Incoming told) {
        if (message instanceof TickSize from && told instanceof TickSize to) {
            BigDecimal gateways = from.size();
            BigDecimal passedOn = to.size();
            if (gateways != null && passedOn != null) {
                var size = new Size(gateways, passedOn);
                reader.lastSizes.put(from.tickType(), size);
                return size;
            }
        }
        return null;
    }

    /** One answer to a request that is no stream, for its client. */
    public static Incoming told(
            CountedContracts contracts, Outgoing start, Incoming reply, int gatewayVersion, int clientVersion) {
        Contract contract = CountedContracts.contract(start);
        return contract == null || gatewayVersion == clientVersion || contracts.of(contract) != Counted.IN_LOTS
                ? reply
                : new StockSizes(gatewayVersion, clientVersion).of(reply);
    }
}
