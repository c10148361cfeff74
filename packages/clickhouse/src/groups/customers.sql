-- terms: active, active_start, lost, new
-- plans: yes
-- As queries/customers.sql, a group: who is active at the end goes to the group of that moment, who was active at the start and was lost to
-- that of the start, who is new to that of the instant they became active. By plan a customer and plan are counted.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    levels AS (
        SELECT customer, unit, time, delta, sum(delta) OVER (PARTITION BY customer, unit ORDER BY time) AS mrr
        FROM unit_steps(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8})
    ),
    -- Purchases, each with the first cancellation of everything after it.
    bought AS (
        SELECT
            customer,
            type,
            if({by_plan:UInt8} = 1, toString(plan), '') AS unit,
            effective,
            min(if(type = 'purchase', 9223372036854775807, effective)) OVER (
                PARTITION BY customer ORDER BY effective DESC, type = 'purchase' DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS left_at
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE (type = 'purchase' OR (type = 'cancellation' AND NOT has_subscription)) AND {active_days:Int64} > 0
    ),
    -- how many reasons there are after each instant, and the values of the properties there
    points AS (
        SELECT customer, unit, time, if(mrr > 0, 1, -1) AS change, true AS is_reason, '' AS first, '' AS second
        FROM levels
        WHERE (mrr > 0) != (mrr - delta > 0)
        UNION ALL
        SELECT customer, unit, part.1, part.2, true, '', ''
        FROM bought
        ARRAY JOIN [
            (effective, 1),
            (least(toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000, left_at), -1)
        ] AS part
        WHERE type = 'purchase'
        UNION ALL
        SELECT customer, '', time, 0, false, first_property, second_property
        FROM segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String})
    ),
    timelines AS (
        SELECT
            customer,
            groupArrayIf((unit, time, change), is_reason) AS reasons,
            groupArrayIf((time, first, second), NOT is_reason) AS found
        FROM points
        GROUP BY customer
        HAVING notEmpty(reasons)
    ),
    -- a value is one of each unit
    instants AS (
        SELECT
            customer,
            point.1 AS unit,
            point.2 AS time,
            sum(point.3) AS change,
            max(point.4) AS first,
            max(point.5) AS second,
            countIf(point.3 > 0) > 0 AS begins
        FROM timelines
        ARRAY JOIN arrayConcat(
            arrayMap(reason -> (reason.1, reason.2, reason.3, CAST(NULL AS Nullable(String)), CAST(NULL AS Nullable(String))), reasons),
            arrayFlatten(arrayMap(value -> arrayMap(unit -> (unit, value.1, 0, toNullable(value.2), toNullable(value.3)), arrayDistinct(reasons.1)), found))
        ) AS point
        GROUP BY customer, unit, time
    ),
    states AS (
        SELECT
            customer,
            unit,
            time,
            begins AND row_number() OVER (PARTITION BY customer, unit, begins ORDER BY time) = 1 AS is_first,
            toInt64(sum(change) OVER past > 0) AS active,
            ifNull(last_value(first) IGNORE NULLS OVER past, '') AS first_property,
            ifNull(last_value(second) IGNORE NULLS OVER past, '') AS second_property,
            if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM instants
        WINDOW past AS (PARTITION BY customer, unit ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    shown AS (
        SELECT
            customer,
            unit,
            time,
            arrayCount(x -> x <= time, if(at_start, starts, ends)) AS period,
            if(at_start, toNullable(active), NULL) AS start_active,
            if(at_start, toNullable(cell), NULL) AS start_cell,
            if(at_start, NULL, toNullable(active)) AS end_active,
            if(at_start, NULL, toNullable(cell)) AS end_cell,
            if(is_first AND at_start, toNullable(cell), NULL) AS old_cell,
            if(is_first AND NOT at_start, toNullable(cell), NULL) AS new_cell
        FROM states
        ARRAY JOIN [true, false] AS at_start
    ),
    changes AS (
        SELECT
            customer,
            unit,
            period,
            argMax(start_active, time) AS start_active,
            argMax(start_cell, time) AS start_cell,
            argMax(end_active, time) AS end_active,
            argMax(end_cell, time) AS end_cell,
            max(old_cell) AS old_cell,
            max(new_cell) AS new_cell
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, unit, period
    ),
    boundaries AS (
        SELECT
            period,
            ifNull(old_cell, '!') AS is_old_cell,
            ifNull(new_cell, '!') AS is_new_cell,
            ifNull(last_value(start_active) IGNORE NULLS OVER past, 0) AS is_start,
            ifNull(last_value(end_active) IGNORE NULLS OVER past, 0) AS is_end,
            ifNull(last_value(start_cell) IGNORE NULLS OVER past, '!') AS is_start_cell,
            ifNull(last_value(end_cell) IGNORE NULLS OVER past, '!') AS is_end_cell,
            ifNull(last_value(start_active) IGNORE NULLS OVER earlier, 0) AS was_start,
            ifNull(last_value(end_active) IGNORE NULLS OVER earlier, 0) AS was_end,
            ifNull(last_value(start_cell) IGNORE NULLS OVER earlier, '!') AS was_start_cell,
            ifNull(last_value(end_cell) IGNORE NULLS OVER earlier, '!') AS was_end_cell
        FROM changes
        WINDOW
            past AS (PARTITION BY customer, unit ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
            earlier AS (PARTITION BY customer, unit ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    parts AS (
        SELECT period, part.1 AS cell, part.2 AS active, part.3 AS active_start, part.4 AS lost, part.5 AS new
        FROM boundaries
        ARRAY JOIN [
            (is_end_cell, is_end, 0, 0, 0),
            (was_end_cell, -was_end, 0, 0, 0),
            (is_start_cell, 0, is_start, is_start * (1 - is_end), 0),
            (was_start_cell, 0, -was_start, -was_start * (1 - was_end), 0),
            (is_new_cell, 0, 0, 0, 1),
            (is_old_cell, 0, 0, 0, -1)
        ] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(active)) OVER past) AS active,
    toString(sum(sum(active_start)) OVER past) AS active_start,
    toString(sum(sum(lost)) OVER past) AS lost,
    toString(sum(sum(new)) OVER past) AS new
FROM parts
WHERE cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
