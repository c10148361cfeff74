-- Every record of the topic, once: applied, duplicate, conflict or dead. Dead rows keep partition and offset, so that
-- count = distinct offsets can be audited. Times are epoch milliseconds, money integer minor units.
CREATE TABLE IF NOT EXISTS events (
    tenant         LowCardinality(String),
    customer       String,
    id             String,
    type           LowCardinality(String),
    time           Int64,
    partition      UInt16,
    offset         UInt64,
    known_at       Int64,
    outcome        LowCardinality(String),
    amount         Int64,
    currency       LowCardinality(String),
    charged        Int64,
    quantity       Int64,
    order          String,
    product        String,
    offer_code     String,
    programme      LowCardinality(String),
    sale           LowCardinality(String),
    -- the instant the event acts at: effective_at, or time where that is absent
    effective      Int64,
    subscription   String,
    has_subscription Bool,
    plan           LowCardinality(String),
    billing_interval LowCardinality(String),
    billing_interval_count Int64,
    expires_at     Nullable(Int64),
    reason         String,
    voluntary      Bool,
    survey         LowCardinality(String),
    score          Int64,
    scale_min      Int64,
    scale_max      Int64,
    touchpoint     String,
    verbatim       String,
    respondent     String,
    voids          String,
    reference      String,
    category       LowCardinality(String),
    action         LowCardinality(String),
    properties     Map(LowCardinality(String), String),
    -- the normalised event as JSON: what a rebuild replays; empty for dead records
    payload        String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, customer, time, id, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;
