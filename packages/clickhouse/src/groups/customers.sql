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
    leavings AS (
        SELECT customer, groupArray(effective) AS instants
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'cancellation' AND NOT has_subscription AND {active_days:Int64} > 0
        GROUP BY customer
    ),
    bought AS (
        SELECT
            purchases.customer AS customer,
            if({by_plan:UInt8} = 1, toString(plan), '') AS unit,
            effective AS start,
            least(
                toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000,
                arrayMin(arrayConcat(arrayFilter(x -> x > effective, instants), [9223372036854775807]))
            ) AS stop
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64}) AS purchases
        LEFT JOIN leavings ON leavings.customer = purchases.customer
        WHERE type = 'purchase' AND {active_days:Int64} > 0
    ),
    reasons AS (
        SELECT customer, unit, time, if(mrr > 0, 1, -1) AS change FROM levels WHERE (mrr > 0) != (mrr - delta > 0)
        UNION ALL
        SELECT customer, unit, start, 1 FROM bought
        UNION ALL
        SELECT customer, unit, stop, -1 FROM bought
    ),
    -- how many reasons there are after each instant, and the values of the properties there
    points AS (
        SELECT customer, unit, time, change, CAST(NULL AS Nullable(String)) AS first, CAST(NULL AS Nullable(String)) AS second FROM reasons
        UNION ALL
        SELECT units.customer, units.unit, time, 0, toNullable(first_property), toNullable(second_property)
        FROM segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found
        INNER JOIN (SELECT DISTINCT customer, unit FROM reasons) AS units ON units.customer = found.customer
    ),
    instants AS (
        SELECT customer, unit, time, sum(points.change) AS change, max(points.first) AS first, max(points.second) AS second, countIf(points.change > 0) > 0 AS begins
        FROM points
        GROUP BY customer, unit, time
    ),
    states AS (
        SELECT
            customer,
            unit,
            time,
            begins,
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
            if(at_start, NULL, toNullable(cell)) AS end_cell
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
            argMax(end_cell, time) AS end_cell
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, unit, period
    ),
    boundaries AS (
        SELECT
            period,
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
    firsts AS (
        SELECT min(time) AS first, argMin(cell, time) AS cell FROM states WHERE begins GROUP BY customer, unit
    ),
    parts AS (
        SELECT period, part.1 AS cell, part.2 AS active, part.3 AS active_start, part.4 AS lost, 0 AS new
        FROM boundaries
        ARRAY JOIN [
            (is_end_cell, is_end, 0, 0),
            (was_end_cell, -was_end, 0, 0),
            (is_start_cell, 0, is_start, is_start * (1 - is_end)),
            (was_start_cell, 0, -was_start, -was_start * (1 - was_end))
        ] AS part
        UNION ALL
        SELECT arrayCount(x -> x <= first, if(at_start, starts, ends)), cell, 0, 0, 0, if(at_start, -1, 1)
        FROM firsts
        ARRAY JOIN [true, false] AS at_start
    )
SELECT
    cell,
    period,
    toString(sum(sum(active)) OVER past) AS active,
    toString(sum(sum(active_start)) OVER past) AS active_start,
    toString(sum(sum(lost)) OVER past) AS lost,
    toString(sum(sum(new)) OVER past) AS new
FROM parts
WHERE cell != '!' AND period < length(ends)
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
