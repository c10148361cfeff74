-- A tenant's sums under other settings in the place of those from before. All or nothing.
-- KEYS  1 control, 2 tenants, 3… hashes of terms, first those to be dropped
-- ARGV  1 epoch, 2 next, 3 tenant, 4 history version, 5 number of hashes to be dropped,
--       then n, and n times: number of the key, m, and m times: field, integer
-- reply 1, or 0 where fenced or moved
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
for i = 3, 2 + tonumber(ARGV[5]) do redis.call('DEL', KEYS[i]) end
local at = 6
local function take()
  local value = ARGV[at]
  at = at + 1
  return value
end
for _ = 1, tonumber(take()) do
  local key = KEYS[tonumber(take())]
  for _ = 1, tonumber(take()) do redis.call('HINCRBY', key, take(), take()) end
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('PUBLISH', 'tm:applied', ARGV[3])
return 1
