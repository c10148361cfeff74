-- By which settings the movements of a tenant are written in a partition: `version` is that at which renewal_grace last changed, `known_at`
-- that of the corrections which made them so. `whole` is 0 before the first of them may be there, and 1 once all are.
CREATE TABLE IF NOT EXISTS ledgers (
    tenant    String,
    partition UInt16,
    version   UInt64,
    known_at  Int64,
    whole     UInt8
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, partition, version, whole, known_at);
