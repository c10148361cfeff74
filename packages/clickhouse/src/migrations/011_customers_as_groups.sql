-- What is counted, with its MRR and its cell before and after each instant at which one of them changes. A cell is `=` and the group,
-- or `!` for what is left out: the group is the value of the first property, the unit or the customer, what is kept has the value
-- `narrow` of the second property or as its unit.
CREATE OR REPLACE VIEW unit_states AS
WITH
    steps AS (
        SELECT customer, unit, time, delta
        FROM unit_steps(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8})
    ),
    points AS (
        SELECT customer, unit, time, delta, CAST(NULL AS Nullable(String)) AS first, CAST(NULL AS Nullable(String)) AS second FROM steps
        UNION ALL
        SELECT units.customer, units.unit, time, toInt256(0), toNullable(first_property), toNullable(second_property)
        FROM segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found
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
