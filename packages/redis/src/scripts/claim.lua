-- Raises the fence of a partition and tells what the store holds of it.
-- KEYS  1 control
-- reply { epoch, next, acknowledged, backlog_rows, backlog_bytes }, each a text or false
local control = KEYS[1]
-- Never below the clock: a store that was rolled back must not hand out an epoch for the second time.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = tonumber(redis.call('HGET', control, 'epoch') or '0')
local epoch = string.format('%.0f', math.max(held + 1, now))
redis.call('HSET', control, 'epoch', epoch)
local rest = redis.call('HMGET', control, 'next', 'acknowledged', 'backlog_rows', 'backlog_bytes')
return { epoch, rest[1], rest[2], rest[3], rest[4] }
