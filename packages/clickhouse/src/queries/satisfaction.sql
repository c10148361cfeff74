-- terms: csat_responses, csat_satisfied
-- Answers to satisfaction surveys a period [start, end), and those above the middle of their scale; every answer counts. Of one
-- touchpoint where one is given. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT time, toInt64(toInt256(score) - scale_min > toInt256(scale_max) - score) AS satisfied
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'csat' AND ({touchpoint:String} = '' OR touchpoint = {touchpoint:String})
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * satisfied AS satisfied, part.2 AS number
        FROM answers
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0
    )
SELECT
    period,
    toString(sum(sum(number)) OVER past) AS csat_responses,
    toString(sum(sum(satisfied)) OVER past) AS csat_satisfied
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
