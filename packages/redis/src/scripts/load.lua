-- States of customers.
-- KEYS  i the bucket of customer i
-- ARGV  i the customer's key
-- reply the states in order, false where unknown
local states = {}
for i = 1, #KEYS do
  states[i] = redis.call('HGET', KEYS[i], ARGV[i])
end
return states
