-- terms: invoiced, receivable
-- Invoiced a period [start, end), and invoiced less paid since the beginning up to its end, minor units. Periods are numbered as in
-- movements.sql; what is receivable never leaves one.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT time, sumIf(toInt256(amount), type = 'invoice') AS invoiced, sumIf(toInt256(amount), type = 'payment') AS paid
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('invoice', 'payment')
        GROUP BY time
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * invoiced AS invoiced, if(part.2 = 1, invoiced - paid, toInt256(0)) AS receivable
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), toInt256(0)
    )
SELECT
    period,
    toString(sum(sum(invoiced)) OVER past) AS invoiced,
    toString(sum(sum(receivable)) OVER past) AS receivable
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
