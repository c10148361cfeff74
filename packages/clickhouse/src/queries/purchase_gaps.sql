-- terms: purchase_gaps, purchase_gap_days
-- Gaps between consecutive distinct days of orders of a customer that end in a period [start, end), and the days they are long; days
-- are the tenant's. Orders as in buyers.sql; periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    days AS (
        SELECT customer, toInt64(toInt32(toDate32(fromUnixTimestamp64Milli(time, {zone:String})))) AS day, min(time) AS first
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer, day
    ),
    gaps AS (
        SELECT
            first,
            day - lagInFrame(toNullable(day)) OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS gap
        FROM days
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * assumeNotNull(gap) AS days, part.2 AS number
        FROM gaps
        ARRAY JOIN [(arrayCount(x -> x <= first, ends), 1), (arrayCount(x -> x <= first, starts), -1)] AS part
        WHERE gap IS NOT NULL
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0
    )
SELECT
    period,
    toString(sum(sum(number)) OVER past) AS purchase_gaps,
    toString(sum(sum(shown.days)) OVER past) AS purchase_gap_days
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
