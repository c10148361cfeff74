-- The settings of tenants as cached, those alone that were written since this server began to hold what it holds. One that was started, restored
-- or promoted since may have been rolled back, and older settings with it.
-- KEYS  1… settings of the tenants
-- reply what the server is known by and a JSON, or false, each
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local name = run .. ' '
local held = {}
-- The stack of a call holds some thousand values.
for from = 1, #KEYS, 4000 do
  for _, text in ipairs(redis.call('MGET', unpack(KEYS, from, math.min(from + 3999, #KEYS)))) do
    held[#held + 1] = text and string.sub(text, 1, #name) == name and text or false
  end
end
return held
