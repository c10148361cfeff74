-- Answers to surveys by where they were given: how many, and what they come to. Every answer counts; sums of effort as in queries/effort.sql.
SELECT
    survey,
    touchpoint,
    toString(count()) AS answers,
    toString(countIf(score >= 9)) AS promoters,
    toString(countIf(score <= 6)) AS detractors,
    toString(countIf(toInt256(score) - scale_min > toInt256(scale_max) - score)) AS satisfied,
    toString(sum(effort)) AS effort
FROM (
    SELECT
        survey,
        touchpoint,
        score,
        scale_min,
        scale_max,
        9000000 * (toInt256(score) - scale_min) AS dividend,
        toInt256(scale_max) - scale_min AS divisor,
        intDiv(dividend, divisor) AS quotient,
        (dividend - quotient * divisor) * 2 AS twice,
        1000000 + quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS effort
    FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
    WHERE type = 'survey' AND time >= {from:Int64} AND time < {to:Int64}
)
GROUP BY survey, touchpoint
ORDER BY sum(count()) OVER (PARTITION BY touchpoint) DESC, touchpoint, survey
