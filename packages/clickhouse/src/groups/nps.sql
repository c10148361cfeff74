-- terms: nps_responses, nps_promoters, nps_detractors
-- As queries/nps.sql, a group: an answer goes to the group its customer is in at its instant. There is no plan in it.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT
            customer,
            score,
            time,
            '' AS unit,
            leadInFrame(time, 1, 9223372036854775807) OVER (
                PARTITION BY customer, if(respondent = customer, '', respondent) ORDER BY time, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS next
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'nps'
    ),
    placed AS (
        SELECT
            score,
            arrayCount(x -> x <= answers.time, ends) AS from_period,
            least(arrayCount(x -> x <= answers.time, starts), arrayCount(x -> x <= next, ends)) AS to_period,
            if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM answers ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON answers.customer = found.customer AND answers.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, score, part.2 AS number
        FROM placed
        ARRAY JOIN [(from_period, 1), (to_period, -1)] AS part
        WHERE from_period < to_period
    )
SELECT
    cell,
    period,
    toString(sum(sum(number)) OVER past) AS nps_responses,
    toString(sum(sumIf(number, score >= 9)) OVER past) AS nps_promoters,
    toString(sum(sumIf(number, score <= 6)) OVER past) AS nps_detractors
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
