-- terms: non_recurring
-- Charged by purchases without a subscription less what was returned of such orders, a period [start, end), minor units. A return
-- names its order, which may come later than the return. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    singles AS (
        SELECT customer, time, order, charged
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND NOT has_subscription
    ),
    rows AS (
        SELECT time, toInt256(charged) AS revenue FROM singles
        UNION ALL
        SELECT time, -toInt256(amount)
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'return' AND (customer, order) IN (SELECT customer, order FROM singles WHERE order != '')
    ),
    shown AS (
        SELECT arrayCount(x -> x <= time, ends) AS period, revenue FROM rows
        UNION ALL
        SELECT arrayCount(x -> x <= time, starts), -revenue FROM rows
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT period, toString(sum(sum(revenue)) OVER past) AS non_recurring
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
