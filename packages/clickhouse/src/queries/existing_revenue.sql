-- terms: existing_revenue
-- Revenue (charged less returned, minor units) a period [start, end) from customers whose first order came before its start. Of the
-- periods that hold a charge these are the ones that start after that order. Orders as in buyers.sql; periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    firsts AS (
        SELECT customer, min(time) AS first
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer
    ),
    charges AS (
        SELECT
            if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue,
            greatest(arrayCount(x -> x <= time, ends), arrayCount(x -> x <= first, starts)) AS from_period,
            arrayCount(x -> x <= time, starts) AS to_period
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64}) AS facts
        INNER JOIN firsts ON facts.customer = firsts.customer
        WHERE type IN ('purchase', 'return') AND from_period < to_period
    ),
    shown AS (
        SELECT from_period AS period, revenue FROM charges
        UNION ALL
        SELECT to_period, -revenue FROM charges
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT period, toString(sum(sum(revenue)) OVER past) AS existing_revenue
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
