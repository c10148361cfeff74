-- Hot parts of a bucket's customers, and the offset they belong to.
-- KEYS  1 control, 2 hot parts of the bucket
-- reply { epoch, next, { customer, hot part, … } }
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
return { held[1], held[2], redis.call('HGETALL', KEYS[2]) }
