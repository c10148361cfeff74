-- terms: activities
-- Activities of all customers a period [start, end). Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT time, toInt64(count()) AS number
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'activity'
        GROUP BY time
    ),
    shown AS (
        SELECT arrayCount(x -> x <= time, ends) AS period, number FROM rows
        UNION ALL
        SELECT arrayCount(x -> x <= time, starts), -number FROM rows
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0
    )
SELECT period, toString(sum(sum(number)) OVER past) AS activities
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
