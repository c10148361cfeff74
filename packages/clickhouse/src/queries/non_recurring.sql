-- terms: non_recurring
-- Charged by purchases without a subscription less what was returned of such orders, a period [start, end), minor units. A return
-- names its order, which may come later than the return. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    named AS (
        SELECT time, type, order, charged, amount, max(type = 'purchase') OVER (PARTITION BY customer, order) AS is_bought
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE (type = 'purchase' AND NOT has_subscription) OR type = 'return'
    ),
    rows AS (
        SELECT time, if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue
        FROM named
        WHERE type = 'purchase' OR (order != '' AND is_bought)
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * revenue AS revenue
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT period, toString(sum(sum(revenue)) OVER past) AS non_recurring
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
