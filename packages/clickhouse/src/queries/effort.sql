-- terms: ces_responses, ces_effort
-- Answers to effort surveys a period [start, end), and their sum on one scale from 1 to 10, in millionths: 1 + 9 × (score − least) ÷
-- (most − least), each rounded half to even. Every answer counts. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT
            time,
            9000000 * (toInt256(score) - scale_min) AS dividend,
            toInt256(scale_max) - scale_min AS divisor,
            intDiv(dividend, divisor) AS quotient,
            (dividend - quotient * divisor) * 2 AS twice,
            1000000 + quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS effort
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'ces'
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * effort AS effort, part.2 AS number
        FROM answers
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), 0
    )
SELECT
    period,
    toString(sum(sum(number)) OVER past) AS ces_responses,
    toString(sum(sum(effort)) OVER past) AS ces_effort
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
