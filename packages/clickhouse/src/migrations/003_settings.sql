-- Every version of a tenant's settings; the highest version is in force, and of several rows with one version the first by (changed_at, writer).
CREATE TABLE IF NOT EXISTS settings (
    tenant     String,
    version    UInt64,
    settings   String,
    changed_at Int64,
    writer     String
)
ENGINE = MergeTree
ORDER BY (tenant, version);
