-- Folds the changes of past days into the sum that holds at once. Changes no value at any day after the base day.
-- KEYS  1 control, 2… hashes of terms
-- ARGV  1 epoch, 2 base day
-- reply 1, or 0 where fenced
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
local base = tonumber(ARGV[2])
for i = 2, #KEYS do
  local fields = redis.call('HGETALL', KEYS[i])
  for j = 1, #fields, 2 do
    local day, high = string.match(fields[j], '^(%-?%d+)(%^?)$')
    if day and tonumber(day) <= base then
      redis.call('HINCRBY', KEYS[i], 'now' .. high, fields[j + 1])
      redis.call('HDEL', KEYS[i], fields[j])
    end
  end
end
return 1
