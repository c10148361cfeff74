-- terms: upsell_revenue, retention_revenue
-- plans: yes
-- As queries/offers.sql, a group: a charge goes to the group its customer is in at its instant; by plan, to that of its own subscription.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    charges AS (
        SELECT
            customer,
            time,
            toString(plan) AS unit,
            if(sale IN ('upsell', 'cross_sell') AND ({offer_code:String} = '' OR offer_code = {offer_code:String}), toInt256(charged), toInt256(0)) AS upsell,
            if(programme = 'retention', toInt256(charged), toInt256(0)) AS retention
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND (sale IN ('upsell', 'cross_sell') OR programme = 'retention')
    ),
    placed AS (
        SELECT charges.time AS time, upsell, retention, if({narrowed:UInt8} = 0 OR if({narrow_plan:UInt8} = 1, unit, second_property) = {narrow:String}, concat('=', multiIf({group_plan:UInt8} = 1, unit, {group_plan:UInt8} = 2, customer, first_property)), '!') AS cell
        FROM charges ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = {known_before:Int64}, first = {first:String}, second = {second:String}) AS found ON charges.customer = found.customer AND charges.time >= found.time
    ),
    shown AS (
        SELECT part.1 AS period, cell, part.2 * upsell AS upsell, part.2 * retention AS retention
        FROM placed
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(upsell)) OVER past) AS upsell_revenue,
    toString(sum(sum(retention)) OVER past) AS retention_revenue
FROM shown
WHERE period < length(ends) AND cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
