-- One step of an alert rule: the state after it, and the entry that history does not hold yet. Both or neither.
-- KEYS  1 states of the tenant, 2 entries on their way to history
-- ARGV  1 place, 2 version before, 3 state after, 4 name of the entry, 5 entry
-- reply 1, or 0 where the rule is at another version
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held or cjson.decode(held).version ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
return 1
