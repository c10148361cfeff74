-- Tokens of inserts that are remembered. A worker that was frozen between its last look and its insert must find its token known
-- when it goes on; 1,000 tokens last half a minute at full rate.
ALTER TABLE events MODIFY SETTING non_replicated_deduplication_window = 10000;
ALTER TABLE movements MODIFY SETTING non_replicated_deduplication_window = 10000;
