-- terms: units_beyond, units_returned
-- plans: yes
-- As queries/units.sql, a group: an order and a return go to the group their customer is in at their instant; by plan, to that of the
-- order's own subscription. A return has none.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    pieces AS (
        SELECT
            customer,
            time,
            toString(plan) AS unit,
            if(type = 'purchase' AND (NOT has_subscription OR charged > 0), toInt256(quantity) - 1, toInt256(0)) AS beyond,
            if(type = 'return', toInt256(quantity), toInt256(0)) AS returned
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
    ),
    placed AS (
        SELECT pieces.time AS time, beyond, returned, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM pieces ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON pieces.customer = found.customer AND pieces.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * beyond AS beyond, part.2 * returned AS returned
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(beyond)) OVER past) AS units_beyond,
    toString(sum(sum(returned)) OVER past) AS units_returned
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
