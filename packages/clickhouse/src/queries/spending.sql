-- terms: spend_acquisition, spend_retention, spend_marketing_other
-- What was spent on marketing, of each category, a period [start, end), minor units. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT time, category, sum(toInt256(amount)) AS spent
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'spend'
        GROUP BY time, category
    ),
    shown AS (
        SELECT part.1 AS period, toString(category) AS kind, part.2 * spent AS spent
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), '', toInt256(0)
    )
SELECT
    period,
    toString(sum(sumIf(spent, kind = 'acquisition')) OVER past) AS spend_acquisition,
    toString(sum(sumIf(spent, kind = 'retention')) OVER past) AS spend_retention,
    toString(sum(sumIf(spent, kind = 'marketing_other')) OVER past) AS spend_marketing_other
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
