-- terms: activities
-- As queries/activities.sql, a group: an activity goes to the group its customer is in at its instant. There is no plan in it.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    seen AS (
        SELECT customer, time, '' AS unit, 1 AS number
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'activity'
    ),
    placed AS (
        SELECT seen.time AS time, number, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM seen ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON seen.customer = found.customer AND seen.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * number AS number
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(number)) OVER past) AS activities
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
