-- The same answers, each table read once: ClickHouse plans and runs a part of a query again wherever its name stands, and planning is
-- most of what a question costs.
-- What each plan of a customer adds to MRR and when, from raw events with `time` up to a moment: a purchase runs from its effective instant
-- to the next act on its subscription, the next cancellation of everything, or its expiry (plus grace). Acts apply in the order
-- (effective instant, cancellation before purchase, id).
CREATE OR REPLACE VIEW plan_steps_until AS
WITH
    acts AS (
        SELECT
            customer,
            id,
            type,
            effective,
            subscription,
            has_subscription,
            plan,
            ifNull(expires_at + {grace:Int64}, 9223372036854775807) AS expiry,
            -- amount ÷ months of the interval ÷ number of intervals, in thousandths, rounded half to even
            toInt256(amount) * 1000 * multiIf(billing_interval = 'week', 52, billing_interval = 'day', 365, 1) AS dividend,
            toInt256(greatest(billing_interval_count, 1)) * multiIf(billing_interval = 'month', 1, billing_interval = 'quarter', 3, 12) AS divisor,
            intDiv(dividend, divisor) AS quotient,
            (dividend - quotient * divisor) * 2 AS twice,
            quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS mrr
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE time <= {until:Int64} AND (type = 'cancellation' OR (type = 'purchase' AND has_subscription))
    ),
    stretches AS (
        SELECT
            customer,
            type,
            toString(plan) AS plan_name,
            mrr,
            effective AS start,
            least(
                expiry,
                leadInFrame(effective, 1, 9223372036854775807) OVER (
                    PARTITION BY customer, subscription ORDER BY effective, type = 'purchase', id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                -- of those of everything: backwards, the last one met is the next
                min(if(has_subscription, 9223372036854775807, effective)) OVER (
                    PARTITION BY customer ORDER BY effective DESC, type = 'purchase' DESC, id DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                )
            ) AS stop
        FROM acts
    )
SELECT customer, plan_name AS plan, part.1 AS time, sum(part.2 * mrr) AS delta
FROM stretches
ARRAY JOIN [(start, 1), (stop, -1)] AS part
WHERE type = 'purchase' AND start < stop AND part.1 < 9223372036854775807
GROUP BY customer, plan, time
HAVING delta != 0;
-- Values of up to two properties of each customer, from each instant at which one of them changes on: that of the latest event
-- that carries the property, of several at one instant that with the greatest id. Nothing before the first: that is the empty value.
CREATE OR REPLACE VIEW segment_values_until AS
SELECT
    customer,
    time,
    ifNull(last_value(first_value) IGNORE NULLS OVER past, '') AS first_property,
    ifNull(last_value(second_value) IGNORE NULLS OVER past, '') AS second_property
FROM (
    SELECT
        customer,
        time,
        argMaxIf(toNullable(properties[{first:String}]), id, {first:String} != '' AND mapContains(properties, {first:String})) AS first_value,
        argMaxIf(toNullable(properties[{second:String}]), id, {second:String} != '' AND mapContains(properties, {second:String})) AS second_value
    FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
    WHERE time <= {until:Int64}
        AND (({first:String} != '' AND mapContains(properties, {first:String})) OR ({second:String} != '' AND mapContains(properties, {second:String})))
    GROUP BY customer, time
)
WINDOW past AS (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
-- What is counted, with its MRR and its cell before and after each instant at which one of them changes. A cell is `=` and the group,
-- or `!` for what is left out: the group is the value of the first property, the unit or the customer, what is kept has the value
-- `narrow` of the second property or as its unit.
CREATE OR REPLACE VIEW unit_states AS
WITH
    points AS (
        SELECT customer, unit, time, delta, true AS is_step, '' AS first, '' AS second
        FROM unit_steps(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8})
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
-- As unit_states, of facts with `time` up to a moment.
CREATE OR REPLACE VIEW unit_states_until AS
WITH
    points AS (
        SELECT customer, unit, time, delta, true AS is_step, '' AS first, '' AS second
        FROM unit_steps_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8})
        UNION ALL
        SELECT customer, '', time, toInt256(0), false, first_property, second_property
        FROM segment_values_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, first = {first:String}, second = {second:String})
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
