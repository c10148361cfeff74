-- terms: revenue, orders
-- Revenue (charged less returned, minor units) and orders a period [start, end). A purchase with a subscription that charged
-- nothing (a trial, a scheduled change) is no order. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT
            time,
            sum(if(type = 'purchase', toInt256(charged), -toInt256(amount))) AS revenue,
            countIf(type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS orders
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
        GROUP BY time
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * revenue AS revenue, part.2 * toInt64(orders) AS orders
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), 0
    )
SELECT
    period,
    toString(sum(sum(revenue)) OVER past) AS revenue,
    toString(sum(sum(orders)) OVER past) AS orders
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
