-- The MRR ledger. MRR in thousandths of a minor unit, of the whole customer. A late event takes rows back (sign −1) and adds
-- rows (sign +1), both with its own known_at: "as known then" is sum(sign · amount) over known_at <= then.
CREATE TABLE IF NOT EXISTS movements (
    tenant    LowCardinality(String),
    customer  String,
    time      Int64,
    type      LowCardinality(String),
    before    Int128,
    after     Int128,
    event     String,
    known_at  Int64,
    sign      Int8,
    partition UInt16,
    offset    UInt64,
    sequence  UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, time, customer, partition, offset, sequence)
SETTINGS non_replicated_deduplication_window = 1000;
