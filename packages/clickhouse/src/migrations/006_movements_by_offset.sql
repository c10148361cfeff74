-- Streams ask for the rows of the newest offsets: of the blocks written long ago, none is then read.
ALTER TABLE movements ADD INDEX IF NOT EXISTS newest (offset) TYPE minmax GRANULARITY 1;
