-- Raises the fence of a partition and tells what the store holds of it. With a beginning, writes the first offset before.
-- KEYS  1 control, 2 tenants
-- ARGV  none, or: 1 epoch of the claim that found nothing, 2 next, 3 rebuild_to or '', 4 layout
-- reply { epoch, next, acknowledged, backlog_rows, backlog_bytes, rebuild, layout, { tenant, history version, … } }, each a text or false; false
--       as a whole where the beginning comes too late
local control = KEYS[1]
if ARGV[1] then
  local held = redis.call('HMGET', control, 'epoch', 'next')
  if held[1] ~= ARGV[1] or held[2] then return false end
  redis.call('HSET', control, 'next', ARGV[2], 'stored', ARGV[2], 'layout', ARGV[4])
  redis.call('HDEL', control, 'rebuild')
  if ARGV[3] ~= '' then redis.call('HSET', control, 'rebuild_to', ARGV[3]) end
end
-- Never below the clock: a store that was rolled back must not hand out an epoch for the second time.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = tonumber(redis.call('HGET', control, 'epoch') or '0')
local epoch = string.format('%.0f', math.max(held + 1, now))
redis.call('HSET', control, 'epoch', epoch)
local rest = redis.call('HMGET', control, 'next', 'acknowledged', 'backlog_rows', 'backlog_bytes', 'rebuild', 'layout')
return { epoch, rest[1], rest[2], rest[3], rest[4], rest[5], rest[6], redis.call('HGETALL', KEYS[2]) }
