-- terms: revenue, orders
-- plans: yes
-- As queries/charges.sql, a group: each charge and return goes to the group its customer is in at its instant, what it says of itself included;
-- by plan, to that of its own subscription. A return has none.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    charges AS (
        SELECT
            customer,
            time,
            toString(plan) AS unit,
            if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue,
            toInt64(type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS orders
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
    ),
    placed AS (
        SELECT charges.time AS time, revenue, orders, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM charges ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON charges.customer = found.customer AND charges.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * revenue AS revenue, part.2 * orders AS orders
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(revenue)) OVER past) AS revenue,
    toString(sum(sum(orders)) OVER past) AS orders
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
