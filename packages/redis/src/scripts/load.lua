-- States of customers as of an offset.
-- KEYS  1 control, i + 1 the bucket of customer i
-- ARGV  1 epoch, 2 next, i + 2 the key of customer i
-- reply the states in order, false where unknown; false as a whole where the store has another epoch or offset
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
if held[1] ~= ARGV[1] or (held[2] and held[2] ~= ARGV[2]) then return false end
local states = {}
for i = 2, #KEYS do
  states[i - 1] = redis.call('HGET', KEYS[i], ARGV[i + 1])
end
return states
