-- A state that history knows, unless the one held is as new.
-- KEYS  1 states of the tenant
-- ARGV  1 place, 2 version, 3 state
-- reply the state held afterwards
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and cjson.decode(held).version >= tonumber(ARGV[2]) then return held end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return ARGV[3]
