-- What counted of a tenant, as `facts`, but only what has its `time` up to a moment: what a value was made of before later acts came.
CREATE OR REPLACE VIEW facts_until AS
SELECT *
FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
WHERE time <= {until:Int64};
-- As segment_values, of those facts.
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
    FROM facts_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64})
    WHERE ({first:String} != '' AND mapContains(properties, {first:String}))
        OR ({second:String} != '' AND mapContains(properties, {second:String}))
    GROUP BY customer, time
)
WINDOW past AS (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
-- One definition of both.
CREATE OR REPLACE VIEW segment_values AS
SELECT *
FROM segment_values_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = 9000000000000000, first = {first:String}, second = {second:String});
-- As plan_steps, of those facts.
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
        FROM facts_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64})
        WHERE type = 'cancellation' OR (type = 'purchase' AND has_subscription)
    ),
    bought AS (
        SELECT DISTINCT customer, subscription FROM acts WHERE type = 'purchase'
    ),
    by_subscription AS (
        SELECT customer, subscription, id, type, effective, plan, expiry, mrr FROM acts WHERE has_subscription
        UNION ALL
        -- a cancellation without subscription is one of each
        SELECT bought.customer, bought.subscription, id, type, effective, plan, expiry, toInt256(0)
        FROM acts INNER JOIN bought ON acts.customer = bought.customer
        WHERE NOT acts.has_subscription
    ),
    stretches AS (
        SELECT
            customer,
            type,
            plan,
            mrr,
            effective AS start,
            least(expiry, leadInFrame(effective, 1, 9223372036854775807) OVER (
                PARTITION BY customer, subscription ORDER BY effective, type = 'purchase', id
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )) AS stop
        FROM by_subscription
    )
SELECT customer, plan, time, sum(amount) AS delta
FROM (
    SELECT customer, toString(plan) AS plan, start AS time, mrr AS amount FROM stretches WHERE type = 'purchase' AND start < stop
    UNION ALL
    SELECT customer, toString(plan), stop, -mrr FROM stretches WHERE type = 'purchase' AND start < stop AND stop < 9223372036854775807
)
GROUP BY customer, plan, time
HAVING delta != 0;
CREATE OR REPLACE VIEW plan_steps AS
SELECT *
FROM plan_steps_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = 9000000000000000, grace = {grace:Int64});
-- As unit_steps. The ledger knows movements only by what is known now, so a customer as a whole is the sum of the plans.
CREATE OR REPLACE VIEW unit_steps_until AS
SELECT customer, if({by_plan:UInt8} = 1, plan, '') AS unit, time, sum(delta) AS delta
FROM plan_steps_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, grace = {grace:Int64})
GROUP BY customer, unit, time
HAVING delta != 0;
-- As customer_steps.
CREATE OR REPLACE VIEW customer_steps_until AS
SELECT customer, time, sum(delta) AS delta
FROM plan_steps_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, grace = {grace:Int64})
GROUP BY customer, time
HAVING delta != 0;
-- As unit_states, of those steps and values.
CREATE OR REPLACE VIEW unit_states_until AS
WITH
    steps AS (
        SELECT customer, unit, time, delta
        FROM unit_steps_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8})
    ),
    points AS (
        SELECT customer, unit, time, delta, CAST(NULL AS Nullable(String)) AS first, CAST(NULL AS Nullable(String)) AS second FROM steps
        UNION ALL
        SELECT units.customer, units.unit, time, toInt256(0), toNullable(first_property), toNullable(second_property)
        FROM segment_values_until(tenant = {tenant:String}, known_before = {known_before:Int64}, until = {until:Int64}, first = {first:String}, second = {second:String}) AS found
        INNER JOIN (SELECT DISTINCT customer, unit FROM steps) AS units ON units.customer = found.customer
    ),
    instants AS (
        SELECT customer, unit, time, sum(delta) AS delta, max(first) AS first, max(second) AS second
        FROM points
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
