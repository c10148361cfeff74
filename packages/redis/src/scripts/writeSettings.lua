-- Settings into the cache, unless it holds newer ones.
-- KEYS  1 settings of the tenant
-- ARGV  1 version, 2 JSON
local held = redis.call('GET', KEYS[1])
if held then
  local version = cjson.decode(held).version
  if version and version > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
