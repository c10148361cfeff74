-- Fields of sums as of an offset.
-- KEYS  1 control, 2… hashes of sums
-- ARGV  1 epoch, 2 next, then for each hash the number of its fields, then all fields
-- reply for each hash its fields' bytes, false where there is none; or fenced, or moved
local held = redis.call('HMGET', KEYS[1], 'epoch', 'next')
if held[1] ~= ARGV[1] then return 'fenced' end
if held[2] ~= ARGV[2] then return 'moved' end
local reply = {}
local at = 2 + #KEYS
for i = 2, #KEYS do
  local bytes = {}
  local last = at + tonumber(ARGV[i + 1]) - 1
  -- The stack of a call holds some thousand values.
  for from = at, last, 4000 do
    local part = redis.call('HMGET', KEYS[i], unpack(ARGV, from, math.min(from + 3999, last)))
    for j = 1, #part do bytes[#bytes + 1] = part[j] end
  end
  at = last + 1
  reply[i - 1] = bytes
end
return reply
