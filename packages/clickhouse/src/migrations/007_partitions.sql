-- The number of partitions that all that is stored was made with; the oldest row stands. Redis holds it too, and may be lost.
CREATE TABLE IF NOT EXISTS partitions (
    count    UInt32,
    noted_at Int64
)
ENGINE = MergeTree
ORDER BY noted_at;
