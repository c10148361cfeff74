-- Everything that counts of one customer, oldest first, with when it became known.
SELECT
    id, type, toString(facts_time) AS time, toString(effective) AS effective, toString(known_at) AS known_at,
    facts_time < ifNull(max(facts_time) OVER (ORDER BY known_at, offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), facts_time) AS late,
    payload
FROM (SELECT *, time AS facts_time FROM facts(tenant = {tenant:String}, known_before = 9000000000000000) WHERE customer = {customer:String})
ORDER BY facts_time, id
LIMIT {limit:UInt32}
