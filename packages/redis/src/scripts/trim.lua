#!lua flags=allow-oom
-- Drops the range that has reached history, and moves `stored` on.
-- Runs when Redis is full, too: only what reaches history makes room again.
-- KEYS  1 control, 2 outbox, 3 outbox index
-- ARGV  1 epoch, 2 number of entries, 3 first offset, 4 last offset, 5 last offset + 1
-- reply 1, or 0 where fenced or where this range is not the one under way
local control = KEYS[1]
local held = redis.call('HMGET', control, 'epoch', 'pending', 'stored')
if held[1] ~= ARGV[1] then return 0 end
-- A try whose answer was lost has done it already.
if not held[2] and held[3] == ARGV[5] then return 1 end
if held[2] ~= ARGV[2] .. ':' .. ARGV[3] .. ':' .. ARGV[4] then return 0 end

local count = tonumber(ARGV[2])
local rows, bytes, acknowledged = 0, 0, false
for _, text in ipairs(redis.call('LRANGE', KEYS[3], 0, count - 1)) do
  local r, b, event = string.match(text, '^%d+:%d+:(%d+):(%d+):(%-?%d+)$')
  rows = rows + tonumber(r)
  bytes = bytes + tonumber(b)
  if event ~= '-1' then acknowledged = event end
end
redis.call('LTRIM', KEYS[2], count, -1)
redis.call('LTRIM', KEYS[3], count, -1)
redis.call('HINCRBY', control, 'backlog_rows', string.format('%.0f', -rows))
redis.call('HINCRBY', control, 'backlog_bytes', string.format('%.0f', -bytes))
redis.call('HDEL', control, 'pending')
redis.call('HSET', control, 'stored', ARGV[5])
if acknowledged then redis.call('HSET', control, 'acknowledged', acknowledged) end
return 1
