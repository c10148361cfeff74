-- How often settings have changed, and what this server is known by: after it was rolled back all is to be looked at again.
-- KEYS  1 the count
-- reply text
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
return run .. ' ' .. (redis.call('GET', KEYS[1]) or '')
