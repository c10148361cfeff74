-- Customers by their latest NPS answer in a time: MRR when they answered, MRR now, and who has left since.
WITH
    answered AS (
        SELECT customer, argMax(score, (time, id)) AS score, max(time) AS at
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE type = 'survey' AND survey = 'nps' AND time >= {from:Int64} AND time < {to:Int64}
        GROUP BY customer
    ),
    worth AS (
        SELECT answered.customer AS customer, any(score) AS given, sumIf(delta, time <= at) AS then, sum(delta) AS now
        FROM answered LEFT JOIN (SELECT customer, time, delta FROM customer_steps(tenant = {tenant:String}, known_before = 9000000000000000) WHERE time <= {now:Int64}) AS steps ON steps.customer = answered.customer
        GROUP BY answered.customer
    )
SELECT
    multiIf(given >= 9, 'promoter', given >= 7, 'passive', 'detractor') AS kind,
    toString(count()) AS customers,
    toString(countIf(then > 0)) AS paying_at_answer,
    toString(countIf(then > 0 AND now = 0)) AS lost_since,
    toString(sum(then)) AS mrr_at_answer,
    toString(sum(now)) AS mrr
FROM worth
GROUP BY kind
