-- What makes up the value of terms at a day, in one partition at one moment.
-- KEYS  1 control, 2 tenants, 3 hash of sums
-- ARGV  1 day, 2 tenant, 3… terms
-- reply { epoch, next, stored, known_at, rebuild_to, history version of the tenant }, the first of the blocks read or false, then the bytes of
--       each term: what holds at once, then block by block; false where there is none
local position = redis.call('HMGET', KEYS[1], 'epoch', 'next', 'stored', 'known_at', 'rebuild_to', 'base')
local base = tonumber(position[6] or nil)
position[6] = redis.call('HGET', KEYS[2], ARGV[2])
local last = math.floor(tonumber(ARGV[1]) / 32)
local first
if base then
  first = math.floor((base + 1) / 32)
else
  -- Nothing was ever folded: changes of any day may be there.
  for _, field in ipairs(redis.call('HKEYS', KEYS[3])) do
    local block = tonumber(string.match(field, ':(%-?%d+)$') or nil)
    if block and (not first or block < first) then first = block end
  end
end
local fields = {}
for i = 3, #ARGV do
  fields[#fields + 1] = ARGV[i]
  for block = first or last + 1, last do fields[#fields + 1] = string.format('%s:%d', ARGV[i], block) end
end
local reply = { position, first or false }
for from = 1, #fields, 4000 do
  local part = redis.call('HMGET', KEYS[3], unpack(fields, from, math.min(from + 3999, #fields)))
  for i = 1, #part do reply[#reply + 1] = part[i] end
end
return reply
