-- As unit_steps, of customers as a whole: where nothing is told apart by plan, plans need not even be looked at.
CREATE OR REPLACE VIEW whole_steps AS
SELECT customer, '' AS unit, time, delta
FROM customer_steps(tenant = {tenant:String}, known_before = {known_before:Int64});
-- As unit_states, of those steps.
CREATE OR REPLACE VIEW whole_states AS
WITH
    points AS (
        SELECT customer, unit, time, delta, true AS is_step, '' AS first, '' AS second
        FROM whole_steps(tenant = {tenant:String}, known_before = {known_before:Int64})
        UNION ALL
        SELECT customer, '', time, toInt256(0), false, first_property, second_property
        FROM segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String})
    ),
    timelines AS (
        SELECT
            customer,
            groupArrayIf((unit, time, delta), is_step) AS steps,
            groupArrayIf((time, first, second), NOT is_step) AS found
        FROM points
        GROUP BY customer
        HAVING notEmpty(steps)
    ),
    -- a value is one of each unit
    instants AS (
        SELECT customer, point.1 AS unit, point.2 AS time, sum(point.3) AS delta, max(point.4) AS first, max(point.5) AS second
        FROM timelines
        ARRAY JOIN arrayConcat(
            arrayMap(step -> (step.1, step.2, step.3, CAST(NULL AS Nullable(String)), CAST(NULL AS Nullable(String))), steps),
            arrayFlatten(arrayMap(value -> arrayMap(unit -> (unit, value.1, toInt256(0), toNullable(value.2), toNullable(value.3)), arrayDistinct(steps.1)), found))
        ) AS point
        GROUP BY customer, unit, time
    ),
    filled AS (
        SELECT
            customer,
            unit,
            time,
            sum(delta) OVER past AS after,
            after - delta AS before,
            ifNull(last_value(first) IGNORE NULLS OVER past, '') AS first_after,
            ifNull(last_value(first) IGNORE NULLS OVER earlier, '') AS first_before,
            ifNull(last_value(second) IGNORE NULLS OVER past, '') AS second_after,
            ifNull(last_value(second) IGNORE NULLS OVER earlier, '') AS second_before
        FROM instants
        WINDOW
            past AS (PARTITION BY customer, unit ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
            earlier AS (PARTITION BY customer, unit ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    )
SELECT
    customer,
    unit,
    time,
    before,
    after,
    if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_before) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_before)), '!') AS cell_before,
    if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_after) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_after)), '!') AS cell_after
FROM filled;
