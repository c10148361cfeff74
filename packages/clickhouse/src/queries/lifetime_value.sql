-- terms: revenue.all, buyers.all
-- Since the beginning, up to the end of each period: revenue (charged less returned, minor units), and customers that ever placed
-- an order, as in buyers.sql. What came at time t shows from the first end after t on.
WITH
    {ends:Array(Int64)} AS ends,
    charges AS (
        SELECT customer, time, type, has_subscription, charged, if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
    ),
    firsts AS (
        SELECT min(time) AS first
        FROM charges
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer
    ),
    shown AS (
        SELECT arrayCount(x -> x <= time, ends) AS period, revenue, 0 AS buyers FROM charges
        UNION ALL
        SELECT arrayCount(x -> x <= first, ends), toInt256(0), 1 FROM firsts
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), 0
    )
SELECT
    period,
    toString(sum(sum(revenue)) OVER past) AS revenue_all,
    toString(sum(sum(buyers)) OVER past) AS buyers_all
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
