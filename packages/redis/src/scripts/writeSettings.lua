-- Settings into the cache, with what this server is known by, unless it holds newer ones that are to be believed (readSettings.lua).
-- KEYS  1 settings of the tenant
-- ARGV  1 version, 2 JSON
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local written, json = string.match(redis.call('GET', KEYS[1]) or '', '^(%w+) (.*)$')
if written == run then
  local version = cjson.decode(json).version
  if version and version > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], run .. ' ' .. ARGV[2])
return 1
