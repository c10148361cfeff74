-- Parts of customers as of an offset.
-- KEYS  1 control, 2… hashes that hold parts
-- ARGV  1 epoch, 2 next, then for each part: number of the key, field
-- reply the parts in order, false where there is none; false as a whole where the store has another epoch or offset
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return false end
local parts = {}
for i = 3, #ARGV, 2 do
  parts[(i - 1) / 2] = redis.call('HGET', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
end
return parts
