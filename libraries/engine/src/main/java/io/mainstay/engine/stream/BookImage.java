package io.mainstay.engine.stream;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.UpdateMktDepth;
import io.mainstay.protocol.message.UpdateMktDepthL2;
import java.util.ArrayList;
import java.util.List;

/** An order book, told to who joins as one insertion for each row. */
final class BookImage implements Image {
    private static final int INSERT = 0;
    private static final int UPDATE = 1;
    private static final int SIDES = 2;

    /** Rows that a book may have; a row beyond it is not kept. */
    private static final int ROWS_MAX = 500;

    /** The rows of asks and of bids, best first. */
    private final List<List<Incoming>> sides = List.of(new ArrayList<>(), new ArrayList<>());

    @Override
    public void update(Incoming message) {
        switch (message) {
            case UpdateMktDepth row -> apply(row.side(), row.position(), row.operation(), row);
            case UpdateMktDepthL2 row -> apply(row.side(), row.position(), row.operation(), row);
            default -> {
                // Not about a row.
            }
        }
    }

    @Override
    public List<Incoming> messages() {
        var all = new ArrayList<Incoming>();
        for (List<Incoming> side : sides) {
            for (int position = 0; position < side.size(); position++) {
                all.add(insertion(side.get(position), position));
            }
        }
        return all;
    }

    @Override
    public void clear() {
        sides.forEach(List::clear);
    }

    @Override
    public void outdate() {
        clear();
    }

    private void apply(int side, int position, int operation, Incoming row) {
        if (side < 0 || side >= SIDES || position < 0) {
            return;
        }
        List<Incoming> rows = sides.get(side);
        switch (operation) {
            case INSERT -> {
                if (position <= rows.size() && rows.size() < ROWS_MAX) {
                    rows.add(position, row);
                }
            }
            case UPDATE -> {
                if (position < rows.size()) {
                    rows.set(position, row);
                } else if (position == rows.size() && position < ROWS_MAX) {
                    rows.add(row);
                }
            }
            default -> {
                if (position < rows.size()) {
                    rows.remove(position);
                }
            }
        }
    }

    private static Incoming insertion(Incoming row, int position) {
        return switch (row) {
            case UpdateMktDepth r -> new UpdateMktDepth(r.reqId(), position, INSERT, r.side(), r.price(), r.size());
            case UpdateMktDepthL2 r ->
                new UpdateMktDepthL2(
                        r.reqId(), position, r.marketMaker(), INSERT, r.side(), r.price(), r.size(), r.isSmartDepth());
            default -> throw new IllegalStateException(row.wireName() + " is not a row of a book");
        };
    }
}
