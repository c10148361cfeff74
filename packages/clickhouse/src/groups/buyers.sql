-- terms: buyers, repeat_buyers, loyal_buyers
-- plans: yes
-- As queries/buyers.sql, a group: a customer goes to the group they are in at their last order of the period; by plan, to that of this order.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    customers AS (
        SELECT customer, arraySort(groupArray((time, id, toString(plan)))) AS found, found.1 AS times, found.3 AS plans
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer
    ),
    orders AS (
        SELECT
            customer,
            times[number] AS time,
            plans[number] AS unit,
            arrayCount(x -> x <= times[number], ends) AS from_period,
            if(number = length(times), length(ends), arrayCount(x -> x <= times[number + 1], ends)) AS to_period,
            arrayCount(x -> x <= times[number], starts) AS holds_one,
            if(number < 2, 0, arrayCount(x -> x <= times[number - 1], starts)) AS holds_two,
            if(number < {loyal:Int64}, 0, arrayCount(x -> x <= times[number - {loyal:Int64} + 1], starts)) AS holds_loyal
        FROM customers
        ARRAY JOIN arrayEnumerate(times) AS number
        WHERE from_period < to_period
    ),
    placed AS (
        SELECT from_period, to_period, holds_one, holds_two, holds_loyal, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM orders ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON orders.customer = found.customer AND orders.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 AS one, part.3 AS two, part.4 AS loyal
        FROM placed
        ARRAY JOIN [
            (from_period, 1, 1, 1),
            (greatest(from_period, least(to_period, holds_one)), -1, 0, 0),
            (greatest(from_period, least(to_period, holds_two)), 0, -1, 0),
            (greatest(from_period, least(to_period, holds_loyal)), 0, 0, -1)
        ] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(one)) OVER past) AS buyers,
    toString(sum(sum(two)) OVER past) AS repeat_buyers,
    toString(sum(sum(loyal)) OVER past) AS loyal_buyers
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
