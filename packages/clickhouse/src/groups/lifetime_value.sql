-- terms: revenue.all, buyers.all
-- plans: yes
-- As queries/lifetime_value.sql, a group: charges as in charges.sql; a buyer goes to the group of their first order.
WITH
    {ends:Array(Int64)} AS ends,
    charges AS (
        SELECT
            customer,
            id,
            time,
            toString(plan) AS unit,
            type = 'purchase' AND (NOT has_subscription OR charged > 0) AS is_order,
            if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
    ),
    numbered AS (
        SELECT customer, time, unit, revenue, toInt64(is_order AND row_number() OVER (PARTITION BY customer, is_order ORDER BY time, id) = 1) AS buyers FROM charges
    ),
    placed AS (
        SELECT numbered.time AS time, revenue, buyers, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM numbered ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON numbered.customer = found.customer AND numbered.time >= found.time
    )
SELECT
    cell,
    arrayCount(x -> x <= time, ends) AS period,
    toString(sum(sum(revenue)) OVER past) AS revenue_all,
    toString(sum(sum(buyers)) OVER past) AS buyers_all
FROM placed
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
