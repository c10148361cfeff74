-- terms: csat_responses, csat_satisfied
-- As queries/satisfaction.sql, a group: an answer goes to the group its customer is in at its instant. There is no plan in it.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    answers AS (
        SELECT customer, time, '' AS unit, toInt64(toInt256(score) - scale_min > toInt256(scale_max) - score) AS satisfied
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'survey' AND survey = 'csat' AND ({touchpoint:String} = '' OR touchpoint = {touchpoint:String})
    ),
    placed AS (
        SELECT answers.time AS time, satisfied, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM answers ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON answers.customer = found.customer AND answers.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * satisfied AS satisfied, part.2 AS number
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(number)) OVER past) AS csat_responses,
    toString(sum(sum(satisfied)) OVER past) AS csat_satisfied
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
