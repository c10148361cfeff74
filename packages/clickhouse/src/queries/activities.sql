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
        SELECT part.1 AS period, part.2 * number AS number
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0
    )
SELECT period, toString(sum(sum(number)) OVER past) AS activities
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
