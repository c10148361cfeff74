-- One plan, whole or not at all. Everything that could refuse it is checked before the first write.
-- KEYS  1 control, 2 outbox, 3 outbox index, 4 tenants, 5… hashes of customers' parts and of sums
-- ARGV  1 epoch, 2 from, 3 next, 4 known_at or '', 5 applied, 6 duplicate, 7 conflict, 8 dead,
--       9 outbox entry, 10 its index text, 11 its rows, 12 its bytes,
--       then n, and n times: tenant, history version
--       then n, and n times: number of the key, field, part
--       then n, and n times: number of the key, field, bytes to put behind those of the part
--       then n, and n times: number of the key, of the fields of sums that go, of those that are written; then those, then field, bytes, …
-- reply committed, fenced, moved or held: nobody may apply records at the moment
local control = KEYS[1]
local held = redis.call('HMGET', control, 'epoch', 'next', 'hold')
if held[1] ~= ARGV[1] then return 'fenced' end
if held[2] ~= ARGV[2] then return 'moved' end
if held[3] then
  local time = redis.call('TIME')
  local deadline = tonumber(string.match(held[3], ' (%d+)$'))
  if deadline > tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000 then return 'held' end
  redis.call('HDEL', control, 'hold')
end

local at = 13
local function take()
  local value = ARGV[at]
  at = at + 1
  return value
end

local tenants = {}
for i = 1, tonumber(take()) do
  tenants[i] = take()
  redis.call('HSET', KEYS[4], tenants[i], take())
end
for _ = 1, tonumber(take()) do
  redis.call('HSET', KEYS[tonumber(take())], take(), take())
end
for _ = 1, tonumber(take()) do
  local key, field, bytes = KEYS[tonumber(take())], take(), take()
  redis.call('HSET', key, field, (redis.call('HGET', key, field) or '') .. bytes)
end
for _ = 1, tonumber(take()) do
  local key, gone, written = KEYS[tonumber(take())], tonumber(take()), tonumber(take())
  -- The stack of a call holds some thousand values.
  for from = at, at + gone - 1, 4000 do
    redis.call('HDEL', key, unpack(ARGV, from, math.min(from + 3999, at + gone - 1)))
  end
  at = at + gone
  local last = at + 2 * written - 1
  for from = at, last, 4000 do redis.call('HSET', key, unpack(ARGV, from, math.min(from + 3999, last))) end
  at = last + 1
end

redis.call('RPUSH', KEYS[2], ARGV[9])
redis.call('RPUSH', KEYS[3], ARGV[10])
redis.call('HINCRBY', control, 'backlog_rows', ARGV[11])
redis.call('HINCRBY', control, 'backlog_bytes', ARGV[12])
redis.call('HINCRBY', control, 'applied', ARGV[5])
redis.call('HINCRBY', control, 'duplicate', ARGV[6])
redis.call('HINCRBY', control, 'conflict', ARGV[7])
redis.call('HINCRBY', control, 'dead', ARGV[8])
if ARGV[4] ~= '' then redis.call('HSET', control, 'known_at', ARGV[4]) end
redis.call('HSET', control, 'next', ARGV[3])
-- Only to be quick: who listens looks by itself now and then.
redis.call('PUBLISH', 'tm:applied', table.concat(tenants, ' '))
return 'committed'
