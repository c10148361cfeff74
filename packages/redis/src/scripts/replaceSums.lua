-- A tenant's sums in the place of those held, by the partition's owner or by whoever holds it. All or nothing.
-- KEYS  1 control, 2 tenants, 3 hash of the sums, 4 hash of those under the version before
-- ARGV  1 epoch of the owner or '', 2 token of the hold or '', 3 next, 4 tenant, 5 history version, then field, bytes, …
-- reply 1, or 0 where fenced, moved or held by another
local held = redis.call('HMGET', KEYS[1], 'epoch', 'hold', 'next')
local token = string.match(held[2] or '', '^(%S+)') or ''
if held[3] ~= ARGV[3] or token ~= ARGV[2] then return 0 end
if ARGV[1] ~= '' and held[1] ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[3], KEYS[4])
for from = 6, #ARGV, 4000 do
  redis.call('HSET', KEYS[3], unpack(ARGV, from, math.min(from + 3999, #ARGV)))
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
-- The owner remembers customers as they were: it has to claim the partition anew.
if ARGV[1] == '' then redis.call('HINCRBY', KEYS[1], 'epoch', 1) end
redis.call('PUBLISH', 'tm:applied', ARGV[4])
return 1
