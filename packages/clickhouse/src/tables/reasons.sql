-- Why customers cancel: cancellations of a time by reason, and the MRR that each took by the ledger. '' is no reason given.
WITH
    left_with AS (
        SELECT customer, id, reason, voluntary
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE type = 'cancellation' AND effective >= {from:Int64} AND effective < {to:Int64}
    ),
    taken AS (
        SELECT customer, event, sum(toInt256(sign) * (toInt256(before) - toInt256(after))) AS mrr
        FROM movements
        WHERE tenant = {tenant:String} AND type IN ('churn', 'contraction') AND time < {to:Int64}
        GROUP BY customer, event
    )
SELECT reason, toString(count()) AS cancellations, toString(countIf(voluntary)) AS voluntary, toString(uniqExact(customer)) AS customers, toString(sum(ifNull(taken.mrr, 0))) AS mrr
FROM left_with LEFT JOIN taken ON taken.customer = left_with.customer AND taken.event = left_with.id
GROUP BY reason
ORDER BY sum(ifNull(taken.mrr, 0)) DESC, reason
