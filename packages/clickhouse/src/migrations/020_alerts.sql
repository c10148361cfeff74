-- Every version of every alert rule; the highest version is in force, and of several rows with one version the first by (changed_at, writer).
CREATE TABLE IF NOT EXISTS alert_rules (
    tenant     String,
    id         String,
    version    UInt64,
    rule       String,
    deleted    Bool,
    cause      LowCardinality(String),
    changed_at Int64,
    writer     String
)
ENGINE = MergeTree
ORDER BY (tenant, id, version);

-- What rules did: a row a change of state, numbered by the state's version. The same change may be written twice, and is one.
-- message: the id under which it was told, empty where nobody was. entry: the change with its value, what was told, and the state after it.
CREATE TABLE IF NOT EXISTS alert_history (
    tenant  String,
    alert   String,
    version UInt64,
    at      Int64,
    message String,
    entry   String CODEC(ZSTD(3)),
    writer  String
)
ENGINE = MergeTree
ORDER BY (tenant, alert, version);

-- Every attempt to deliver a message to a channel. final: no other attempt follows.
CREATE TABLE IF NOT EXISTS alert_deliveries (
    tenant  String,
    alert   String,
    message String,
    channel String,
    attempt UInt32,
    outcome LowCardinality(String),
    final   Bool,
    status  UInt16,
    latency UInt32,
    answer  String,
    at      Int64
)
ENGINE = MergeTree
ORDER BY (tenant, alert, message, channel, at);
