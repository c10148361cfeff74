-- A tenant's sums in the place of those held, by the partition's owner or by whoever holds it. All or nothing.
-- KEYS  1 control, 2 tenants, 3… hashes of terms, first those to be dropped
-- ARGV  1 epoch of the owner or '', 2 token of the hold or '', 3 next, 4 tenant, 5 history version, 6 number of hashes to be dropped,
--       then n, and n times: number of the key, m, and m times: field, integer
-- reply 1, or 0 where fenced, moved or held by another
local held = redis.call('HMGET', KEYS[1], 'epoch', 'hold', 'next')
local token = string.match(held[2] or '', '^(%S+)') or ''
if held[3] ~= ARGV[3] or token ~= ARGV[2] then return 0 end
if ARGV[1] ~= '' and held[1] ~= ARGV[1] then return 0 end
for i = 3, 2 + tonumber(ARGV[6]) do redis.call('DEL', KEYS[i]) end
local at = 7
local function take()
  local value = ARGV[at]
  at = at + 1
  return value
end
for _ = 1, tonumber(take()) do
  local key = KEYS[tonumber(take())]
  for _ = 1, tonumber(take()) do redis.call('HINCRBY', key, take(), take()) end
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
-- The owner remembers customers as they were: it has to claim the partition anew.
if ARGV[1] == '' then redis.call('HINCRBY', KEYS[1], 'epoch', 1) end
redis.call('PUBLISH', 'tm:applied', ARGV[4])
return 1
