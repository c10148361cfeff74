-- terms: ces_responses, ces_effort
-- As queries/effort.sql, a group: an answer goes to the group its customer is in at its instant. There is no plan in it.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT
            customer,
            time,
            '' AS unit,
            1 AS number,
            9000000 * (toInt256(score) - scale_min) AS dividend,
            toInt256(scale_max) - scale_min AS divisor,
            intDiv(dividend, divisor) AS quotient,
            (dividend - quotient * divisor) * 2 AS twice,
            1000000 + quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS effort
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'ces'
    ),
    placed AS (
        SELECT answers.time AS time, number, effort, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM answers ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON answers.customer = found.customer AND answers.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * number AS number, part.2 * effort AS effort
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(number)) OVER past) AS ces_responses,
    toString(sum(sum(effort)) OVER past) AS ces_effort
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
