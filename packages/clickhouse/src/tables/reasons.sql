-- Why customers cancel: cancellations of a time by reason, and the MRR that each took by the ledger. '' is no reason given.
-- grouped: a row a group too: the customer's value of the property just after the cancellation, or the plan of the subscription that
-- it ends ('' where it ends several plans).
WITH
    left_with AS (
        SELECT customer, id, reason, voluntary, effective, subscription, has_subscription
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE type = 'cancellation' AND effective >= {from:Int64} AND effective < {to:Int64}
    ),
    taken AS (
        SELECT customer, event, sum(toInt256(sign) * (toInt256(before) - toInt256(after))) AS mrr
        FROM movements
        WHERE tenant = {tenant:String} AND type IN ('churn', 'contraction') AND time < {to:Int64}
        GROUP BY customer, event
    ),
    bought AS (
        SELECT customer, subscription, plan, effective AS at, id AS purchase
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE type = 'purchase' AND has_subscription AND {by_plan:UInt8} = 1
    ),
    ended AS (
        SELECT left_with.customer AS customer, left_with.id AS id, bought.subscription AS ended_subscription, argMax(plan, (at, purchase)) AS last_plan
        FROM left_with INNER JOIN bought ON bought.customer = left_with.customer
        -- at one instant the cancellation comes first
        WHERE at < effective AND (NOT has_subscription OR bought.subscription = left_with.subscription)
        GROUP BY customer, id, ended_subscription
    ),
    plans AS (
        SELECT customer, id, if(uniqExact(last_plan) = 1, any(last_plan), '') AS plan FROM ended GROUP BY customer, id
    ),
    placed AS (
        SELECT left_with.customer AS customer, left_with.id AS id, reason, voluntary, if({by_plan:UInt8} = 1, plans.plan, found.first_property) AS place
        FROM left_with
        ASOF LEFT JOIN segment_values(tenant = {tenant:String}, known_before = 9000000000000000, first = {first:String}, second = '') AS found
            ON found.customer = left_with.customer AND found.time <= left_with.effective
        LEFT JOIN plans ON plans.customer = left_with.customer AND plans.id = left_with.id
    )
SELECT
    if({grouped:UInt8} = 1, place, '') AS cell,
    reason,
    toString(count()) AS cancellations,
    toString(countIf(voluntary)) AS voluntary,
    toString(uniqExact(placed.customer)) AS customers,
    toString(sum(ifNull(taken.mrr, 0))) AS mrr
FROM placed LEFT JOIN taken ON taken.customer = placed.customer AND taken.event = placed.id
GROUP BY cell, reason
ORDER BY sum(ifNull(taken.mrr, 0)) DESC, cell, reason
