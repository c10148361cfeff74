#!lua flags=allow-oom
-- Records the oldest entries of the outbox as under way to history.
-- Runs when Redis is full, too: only what reaches history makes room again.
-- KEYS  1 control, 2 outbox index
-- ARGV  1 epoch, 2 number of entries, 3 first offset, 4 last offset
-- reply 1, or 0 where fenced, where another range is under way, or where the oldest entries are others
local held = redis.call('HMGET', KEYS[1], 'epoch', 'pending')
if held[1] ~= ARGV[1] then return 0 end
local range = ARGV[2] .. ':' .. ARGV[3] .. ':' .. ARGV[4]
if held[2] then return held[2] == range and 1 or 0 end
local oldest = redis.call('LINDEX', KEYS[2], 0)
local newest = redis.call('LINDEX', KEYS[2], tonumber(ARGV[2]) - 1)
if not oldest or not newest then return 0 end
if string.match(oldest, '^(%d+)') ~= ARGV[3] or string.match(newest, '^%d+:(%d+)') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], 'pending', range)
return 1
