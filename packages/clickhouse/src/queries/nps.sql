-- terms: nps_responses, nps_promoters, nps_detractors
-- NPS answers a period [start, end): only the latest of each respondent of each customer in it. An answer counts in the periods
-- that hold it, up to the first that ends after the respondent's next answer. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT
            score,
            time,
            leadInFrame(time, 1, 9223372036854775807) OVER (
                PARTITION BY customer, if(respondent = customer, '', respondent) ORDER BY time, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS next
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'nps'
    ),
    spans AS (
        SELECT
            score,
            arrayCount(x -> x <= time, ends) AS from_period,
            least(arrayCount(x -> x <= time, starts), arrayCount(x -> x <= next, ends)) AS to_period
        FROM answers
        WHERE from_period < to_period
    ),
    shown AS (
        SELECT part.1 AS period, score, part.2 AS number
        FROM spans
        ARRAY JOIN [(from_period, 1), (to_period, -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0
    )
SELECT
    period,
    toString(sum(sum(number)) OVER past) AS nps_responses,
    toString(sum(sumIf(number, score >= 9)) OVER past) AS nps_promoters,
    toString(sum(sumIf(number, score <= 6)) OVER past) AS nps_detractors
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
