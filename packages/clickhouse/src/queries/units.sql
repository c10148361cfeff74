-- terms: units_beyond, units_returned
-- Units of orders beyond the first of each, and units returned, a period [start, end). Orders as in buyers.sql; periods are numbered
-- as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT
            time,
            sumIf(toInt256(quantity) - 1, type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS beyond,
            sumIf(toInt256(quantity), type = 'return') AS returned
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
        GROUP BY time
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * beyond AS beyond, part.2 * returned AS returned
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), toInt256(0)
    )
SELECT
    period,
    toString(sum(sum(beyond)) OVER past) AS units_beyond,
    toString(sum(sum(returned)) OVER past) AS units_returned
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
