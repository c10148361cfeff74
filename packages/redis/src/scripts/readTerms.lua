-- What makes up the value of terms at a day, in one partition at one moment.
-- KEYS  1 control, 2 tenants, 3… hashes of terms
-- ARGV  1 day, 2 tenant
-- reply { epoch, next, stored, known_at, rebuild_to, history version of the tenant }, then for each term { low parts…, '^', high parts… }
local day = tonumber(ARGV[1])
local position = redis.call('HMGET', KEYS[1], 'epoch', 'next', 'stored', 'known_at', 'rebuild_to')
position[6] = redis.call('HGET', KEYS[2], ARGV[2])
local reply = { position }
for i = 3, #KEYS do
  local fields = redis.call('HGETALL', KEYS[i])
  local low, high = {}, {}
  for j = 1, #fields, 2 do
    local name, mark = string.match(fields[j], '^([^%^]+)(%^?)$')
    if name == 'now' or tonumber(name) <= day then
      local parts = mark == '' and low or high
      parts[#parts + 1] = fields[j + 1]
    end
  end
  low[#low + 1] = '^'
  for _, part in ipairs(high) do low[#low + 1] = part end
  reply[i - 1] = low
end
return reply
