-- Keeps everybody from applying records to a partition for a while; the same token again, for as long again.
-- KEYS  1 control
-- ARGV  1 token, 2 milliseconds; 0 lets go
-- reply { next, stored }, or false where another holds it
local control = KEYS[1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local token, deadline = string.match(redis.call('HGET', control, 'hold') or '', '^(%S+) (%d+)$')
if token and token ~= ARGV[1] and tonumber(deadline) > now then return false end
if ARGV[2] == '0' then
  redis.call('HDEL', control, 'hold')
else
  redis.call('HSET', control, 'hold', string.format('%s %.0f', ARGV[1], now + tonumber(ARGV[2])))
end
return redis.call('HMGET', control, 'next', 'stored')
