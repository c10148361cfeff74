-- An insert of a worker says until when it is good, in `log_comment`. Whoever was frozen for longer than tokens are remembered is refused, and asks
-- again whether the rows are still his to send. The clock is looked at when a block is written, and not only when the statement
-- begins: the body of one that stands still in the middle may take minutes to come. Inserts that say nothing of it are good at any time.
ALTER TABLE events ADD CONSTRAINT IF NOT EXISTS in_time CHECK
    extract(getSetting('log_comment'), '^until ([0-9]+)$') = ''
    OR nowInBlock() <= toDateTime(toUInt32OrZero(extract(getSetting('log_comment'), '^until ([0-9]+)$')));
ALTER TABLE movements ADD CONSTRAINT IF NOT EXISTS in_time CHECK
    extract(getSetting('log_comment'), '^until ([0-9]+)$') = ''
    OR nowInBlock() <= toDateTime(toUInt32OrZero(extract(getSetting('log_comment'), '^until ([0-9]+)$')));
