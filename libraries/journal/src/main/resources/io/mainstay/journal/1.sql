CREATE TABLE orders (
  upstream_order_id INTEGER PRIMARY KEY,
  client_id         INTEGER NOT NULL,
  client_order_id   INTEGER NOT NULL,
  perm_id           INTEGER NOT NULL,
  order_ref         TEXT NOT NULL,
  phase             TEXT NOT NULL,
  summary           TEXT NOT NULL,
  at_ms             INTEGER NOT NULL,
  UNIQUE (client_id, client_order_id)
) STRICT;
CREATE TABLE order_events (
  id                INTEGER PRIMARY KEY,
  upstream_order_id INTEGER NOT NULL,
  phase             TEXT NOT NULL,
  perm_id           INTEGER NOT NULL,
  summary           TEXT NOT NULL,
  at_ms             INTEGER NOT NULL
) STRICT;
CREATE TABLE fills (
  id         INTEGER PRIMARY KEY,
  exec_id    TEXT NOT NULL UNIQUE,
  client_id  INTEGER NOT NULL,
  execution  BLOB NOT NULL,
  commission BLOB,
  delivered  INTEGER NOT NULL
) STRICT;
CREATE INDEX fills_undelivered ON fills (client_id) WHERE delivered = 0;
