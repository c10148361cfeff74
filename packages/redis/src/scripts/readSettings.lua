-- The settings of tenants as cached, those alone that were written since this server began to hold what it holds. One that was started, restored
-- or promoted since may have been rolled back, and older settings with it.
-- KEYS  1… settings of the tenants
-- reply a JSON or false each
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local held = {}
for index, key in ipairs(KEYS) do
  local written, json = string.match(redis.call('GET', key) or '', '^(%w+) (.*)$')
  held[index] = written == run and json or false
end
return held
