-- Amounts are decimal text, exact. Times are UTC text of one width, so that they sort. Tables of history refuse UPDATE and DELETE.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    mode TEXT NOT NULL,
    settings TEXT NOT NULL,
    book TEXT,
    ended_at TEXT,
    exit_code INTEGER,
    exit_reason TEXT
) STRICT;

-- A bar is known by its contract, its length and its own start: fetching it again corrects it in place.
CREATE TABLE bars (
    con_id INTEGER NOT NULL,
    bar_size TEXT NOT NULL,
    start_at TEXT NOT NULL,
    symbol TEXT NOT NULL,
    open TEXT NOT NULL,
    high TEXT NOT NULL,
    low TEXT NOT NULL,
    close TEXT NOT NULL,
    volume TEXT NOT NULL,
    wap TEXT NOT NULL,
    trade_count INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    PRIMARY KEY (con_id, bar_size, start_at)
) STRICT, WITHOUT ROWID;

-- The last price seen of each contract, for the value of positions.
CREATE TABLE marks (
    con_id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    price TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE signals (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    at TEXT NOT NULL,
    book TEXT NOT NULL,
    con_id INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    strategy TEXT NOT NULL,
    bar_start TEXT,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    inputs TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    book TEXT NOT NULL,
    con_id INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
    quantity TEXT NOT NULL,
    reference_price TEXT NOT NULL,
    increase_notional TEXT NOT NULL,
    strategy TEXT NOT NULL,
    bar_start TEXT NOT NULL,
    reason TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    UNIQUE (book, order_key)
) STRICT;

-- At most one order of a contract is under way in a book, whatever the programs think.
CREATE UNIQUE INDEX one_order_under_way ON orders (book, con_id) WHERE done = 0;
CREATE INDEX orders_of_day ON orders (book, day);

CREATE TABLE order_events (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_order ON order_events (order_id);

CREATE TABLE trades (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    exec_id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    book TEXT NOT NULL,
    con_id INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
    quantity TEXT NOT NULL,
    price TEXT NOT NULL,
    price_source TEXT NOT NULL,
    slippage TEXT NOT NULL
) STRICT;
CREATE INDEX trades_of_order ON trades (order_id);

-- Apart from the fills, because the gateway reports commissions later.
CREATE TABLE trade_commissions (
    exec_id TEXT PRIMARY KEY REFERENCES trades (exec_id),
    amount TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    signal_id INTEGER PRIMARY KEY REFERENCES signals (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    order_id INTEGER REFERENCES orders (id)
) STRICT;

-- What the runner's own fills made, per book.
CREATE TABLE positions (
    book TEXT NOT NULL,
    con_id INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    quantity TEXT NOT NULL,
    average_cost TEXT NOT NULL,
    realised_pnl TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (book, con_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cash (
    book TEXT PRIMARY KEY,
    amount TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trading_days (
    book TEXT NOT NULL,
    day TEXT NOT NULL,
    start_equity TEXT NOT NULL,
    PRIMARY KEY (book, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE equity (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    at TEXT NOT NULL,
    book TEXT NOT NULL,
    cash TEXT NOT NULL,
    positions_value TEXT NOT NULL,
    equity TEXT NOT NULL,
    day_start_equity TEXT NOT NULL
) STRICT;

CREATE TABLE kill_switch (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    engaged INTEGER NOT NULL CHECK (engaged IN (0, 1)),
    source TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE VIEW fills AS
    SELECT t.id, t.at, t.book, t.symbol, t.side, t.quantity, t.price, c.amount AS commission, t.price_source, t.slippage, o.order_key, t.exec_id
    FROM trades t JOIN orders o ON o.id = t.order_id LEFT JOIN trade_commissions c ON c.exec_id = t.exec_id;

CREATE TRIGGER order_events_keep BEFORE DELETE ON order_events BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER order_events_fixed BEFORE UPDATE ON order_events BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER trades_keep BEFORE DELETE ON trades BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER trades_fixed BEFORE UPDATE ON trades BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER commissions_keep BEFORE DELETE ON trade_commissions BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER commissions_fixed BEFORE UPDATE ON trade_commissions BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER orders_keep BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER signals_keep BEFORE DELETE ON signals BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER signals_fixed BEFORE UPDATE ON signals BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER decisions_keep BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER decisions_fixed BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER equity_keep BEFORE DELETE ON equity BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER equity_fixed BEFORE UPDATE ON equity BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER kill_switch_keep BEFORE DELETE ON kill_switch BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER kill_switch_fixed BEFORE UPDATE ON kill_switch BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER bars_keep BEFORE DELETE ON bars BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER runs_keep BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;

PRAGMA user_version = 1;
