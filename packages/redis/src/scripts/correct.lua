-- Rows that belong to no record, behind all that waits for history.
-- KEYS  1 control, 2 outbox, 3 outbox index
-- ARGV  1 epoch, 2 next, 3 number of the last row, 4 outbox entry, 5 its index text, 6 its rows, 7 its bytes
-- reply 1, or 0 where fenced or moved
local control = KEYS[1]
local held = redis.call('HMGET', control, 'epoch', 'next', 'corrected')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
-- A try whose answer was lost has done it already.
if held[3] == ARGV[3] then return 1 end
redis.call('RPUSH', KEYS[2], ARGV[4])
redis.call('RPUSH', KEYS[3], ARGV[5])
redis.call('HINCRBY', control, 'backlog_rows', ARGV[6])
redis.call('HINCRBY', control, 'backlog_bytes', ARGV[7])
redis.call('HSET', control, 'corrected', ARGV[3])
return 1
