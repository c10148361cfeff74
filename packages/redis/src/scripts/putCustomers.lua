-- Customers made anew in the place of those held, by whoever holds the partition.
-- KEYS  1 control, 2… hashes that hold parts, and hashes of one customer's own
-- ARGV  1 token, 2 next,
--       then n, and n times: number of a hash to be dropped
--       then n, and n times: number of the key, field to be dropped
--       then n, and n times: number of the key, field, part
-- reply 1, or 0 where the hold was lost or the offset is another
local held = redis.call('HMGET', KEYS[1], 'hold', 'next')
if string.match(held[1] or '', '^(%S+)') ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
local at = 3
local function take()
  local value = ARGV[at]
  at = at + 1
  return value
end
for _ = 1, tonumber(take()) do redis.call('DEL', KEYS[tonumber(take())]) end
for _ = 1, tonumber(take()) do redis.call('HDEL', KEYS[tonumber(take())], take()) end
for _ = 1, tonumber(take()) do redis.call('HSET', KEYS[tonumber(take())], take(), take()) end
return 1
