package io.mainstay.engine.units;

import io.mainstay.protocol.message.RealtimeBar;
import io.mainstay.protocol.message.TickByTick;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Messages with their sizes told in another way; the very message where none differs. Stateless. */
@SuppressWarnings("ReferenceEquality") // the very number: then it is told as it came
final class Resized {
    /** How a size is told; the very size where nothing differs. */
    @FunctionalInterface
    interface Rule {
        @Nullable
        BigDecimal of(@Nullable BigDecimal size);
    }

    private Resized() {}

    static TickByTick ticks(TickByTick m, Rule traded, Rule offered) {
        BigDecimal size = traded.of(m.size());
        BigDecimal bid = offered.of(m.bidSize());
        BigDecimal ask = offered.of(m.askSize());
        return size == m.size() && bid == m.bidSize() && ask == m.askSize()
                ? m
                : new TickByTick(
                        m.reqId(),
                        m.tickType(),
                        m.time(),
                        m.price(),
                        size,
                        m.attrMask(),
                        m.exchange(),
                        m.specialConditions(),
                        m.bidPrice(),
                        m.askPrice(),
                        bid,
                        ask,
                        m.midPoint());
    }

    static UpdateMktDepth row(UpdateMktDepth m, Rule offered) {
        BigDecimal size = offered.of(m.size());
        return size == m.size()
                ? m
                : new UpdateMktDepth(m.reqId(), m.position(), m.operation(), m.side(), m.price(), size);
    }

    static UpdateMktDepthL2 row(UpdateMktDepthL2 m, Rule offered) {
        BigDecimal size = offered.of(m.size());
        return size == m.size()
                ? m
                : new UpdateMktDepthL2(
                        m.reqId(),
                        m.position(),
                        m.marketMaker(),
                        m.operation(),
                        m.side(),
                        m.price(),
                        size,
                        m.isSmartDepth());
    }

    static RealtimeBar bar(RealtimeBar m, Rule traded) {
        BigDecimal volume = traded.of(m.volume());
        return volume == m.volume()
                ? m
                : new RealtimeBar(
                        m.reqId(), m.time(), m.open(), m.high(), m.low(), m.close(), volume, m.wap(), m.count());
    }
}
