-- terms: existing_revenue
-- Revenue (charged less returned, minor units) a period [start, end) from customers whose first order came before its start. Of the
-- periods that hold a charge these are the ones that start after that order. Orders as in buyers.sql; periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    customers AS (
        SELECT
            groupArray((time, if(type = 'purchase', toInt256(charged), -toInt256(amount)))) AS found,
            minIf(time, type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS first,
            max(type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS is_buyer
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
        GROUP BY customer
        HAVING is_buyer
    ),
    charges AS (
        SELECT
            charge.2 AS revenue,
            greatest(arrayCount(x -> x <= charge.1, ends), arrayCount(x -> x <= first, starts)) AS from_period,
            arrayCount(x -> x <= charge.1, starts) AS to_period
        FROM customers
        ARRAY JOIN found AS charge
        WHERE from_period < to_period
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * revenue AS revenue
        FROM charges
        ARRAY JOIN [(from_period, 1), (to_period, -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT period, toString(sum(sum(revenue)) OVER past) AS existing_revenue
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
