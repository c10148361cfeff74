-- Fields of one tenant's sums in the place of those held, which changes no value, or the last day that holds at once.
-- KEYS  1 control, 2 the hash of sums or the control once more
-- ARGV  1 epoch, 2 next or '', 3 number of fields that go, then those, then field, bytes, …
-- reply 1, or 0 where fenced or moved
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
if held[1] ~= ARGV[1] or (held[2] or '') ~= ARGV[2] then return 0 end
local first = 4 + tonumber(ARGV[3])
for from = 4, first - 1, 4000 do
  redis.call('HDEL', KEYS[2], unpack(ARGV, from, math.min(from + 3999, first - 1)))
end
for from = first, #ARGV, 4000 do
  redis.call('HSET', KEYS[2], unpack(ARGV, from, math.min(from + 3999, #ARGV)))
end
return 1
