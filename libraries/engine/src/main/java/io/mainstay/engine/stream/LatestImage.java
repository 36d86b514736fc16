package io.mainstay.engine.stream;

import io.mainstay.engine.units.ContractIdentity;
import io.mainstay.protocol.message.*;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The last message of each kind. */
final class LatestImage implements Image {
    private record Key(int messageId, Object part) {}

    private static final Set<Integer> TICKS =
            Set.of(TickPrice.ID, TickSize.ID, TickGeneric.ID, TickString.ID, TickEFP.ID, TickOptionComputation.ID);

    /** As many as a stream has kinds of messages. */
    private final Map<Key, Incoming> latest = new LinkedHashMap<>();

    /** Positions that were told before all of it was forgotten, until they have been told completely again. */
    private final Map<Key, PositionMulti> before = new LinkedHashMap<>();

    private final boolean hasEnd;
    private Optional<Incoming> end = Optional.empty();

    /** @param hasEnd whether the gateway says when what begins it is complete */
    LatestImage(boolean hasEnd) {
        this.hasEnd = hasEnd;
    }

    @Override
    public void update(Incoming message) {
        switch (message) {
            case TickPrice tick -> put(message, tick.tickType());
            case TickSize tick -> {
                put(message, tick.tickType());
                refreshPrice(tick);
            }
            case TickGeneric tick -> put(message, tick.tickType());
            case TickString tick -> put(message, tick.tickType());
            case TickEFP tick -> put(message, tick.tickType());
            case TickOptionComputation tick -> put(message, tick.tickType());
            case TickReqParams params -> put(message, 0);
            case MarketDataType type -> put(message, 0);
            case Pnl pnl -> put(message, 0);
            case PnlSingle pnl -> put(message, 0);
            case ScannerData rows -> put(message, 0);
            case AccountUpdateMulti value ->
                put(message, List.of(value.account(), value.modelCode(), value.key(), value.currency()));
            case PositionMulti position -> {
                put(
                        message,
                        List.of(position.account(), position.modelCode(), ContractIdentity.of(position.contract())));
                forgetClosed();
            }
            case AccountUpdateMultiEnd last -> end = Optional.of(message);
            case PositionMultiEnd last -> {
                end = Optional.of(message);
                forgetClosed();
            }
            default -> {
                // News, trades and bars are events: who joins later has not missed a state.
            }
        }
    }

    @Override
    public List<Incoming> messages() {
        var all = new ArrayList<>(latest.values());
        end.ifPresent(all::add);
        return all;
    }

    @Override
    public boolean owesEnd() {
        return hasEnd && end.isEmpty();
    }

    @Override
    public void clear() {
        latest.forEach((key, message) -> {
            if (message instanceof PositionMulti position) {
                before.put(key, position);
            }
        });
        before.values().removeIf(LatestImage::isClosed);
        latest.clear();
        end = Optional.empty();
    }

    /** Positions that are not among those told anew were closed while the gateway could not say so. */
    @Override
    public List<Incoming> toTell(Incoming message) {
        if (!(message instanceof PositionMultiEnd) || before.isEmpty()) {
            return List.of(message);
        }
        before.keySet().removeAll(latest.keySet());
        var all = new ArrayList<Incoming>();
        before.values().forEach(position -> all.add(closed(position)));
        before.clear();
        all.add(message);
        return all;
    }

    /** Quotes are of the moment; what is said of the stream, and values of accounts, are not. */
    @Override
    public void outdate() {
        latest.keySet().removeIf(key -> TICKS.contains(key.messageId()));
    }

    /** A price carries the size that it had; one that has changed alone must not come back as it was. */
    private void refreshPrice(TickSize size) {
        int priceType = switch (size.tickType()) {
            case 0 -> 1;
            case 3 -> 2;
            case 5 -> 4;
            case 69 -> 66;
            case 70 -> 67;
            case 71 -> 68;
            default -> -1;
        };
        latest.computeIfPresent(
                new Key(TickPrice.ID, priceType),
                (key, message) -> message instanceof TickPrice price
                        ? new TickPrice(price.reqId(), priceType, price.price(), size.size(), price.attrMask())
                        : message);
    }

    /** Who joins when the positions are complete is told of those that there are. */
    private void forgetClosed() {
        if (end.isPresent()) {
            latest.values().removeIf(message -> message instanceof PositionMulti position && isClosed(position));
        }
    }

    private static boolean isClosed(PositionMulti position) {
        return position.position() != null && position.position().signum() == 0;
    }

    private static PositionMulti closed(PositionMulti last) {
        return new PositionMulti(
                last.reqId(), last.account(), last.contract(), BigDecimal.ZERO, BigDecimal.ZERO, last.modelCode());
    }

    private void put(Incoming message, Object part) {
        latest.put(new Key(message.messageId(), part), message);
    }
}
