-- Of each cohort (the customers whose first order was in one month of the tenant's zone) and month from then on: customers who ordered,
-- what was charged less returned, and how MRR changed.
WITH
    orders AS (
        SELECT customer, time, type, has_subscription, charged, amount FROM facts(tenant = {tenant:String}, known_before = 9000000000000000) WHERE type IN ('purchase', 'return')
    ),
    cohorts AS (
        SELECT customer, toStartOfMonth(fromUnixTimestamp64Milli(min(time), {zone:String})) AS cohort
        FROM orders
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer
        HAVING min(time) >= {from:Int64} AND min(time) < {to:Int64}
    ),
    happened AS (
        SELECT customer, time, toInt64(type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS is_order,
            if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue, toInt256(0) AS mrr
        FROM orders
        UNION ALL
        SELECT customer, time, 0, toInt256(0), delta FROM customer_steps(tenant = {tenant:String}, known_before = 9000000000000000)
    )
SELECT
    formatDateTime(cohort, '%Y-%m') AS cohort_month,
    -- what changed MRR before a customer's first order counts from that month on
    toInt64(greatest(0, dateDiff('month', cohort, toStartOfMonth(fromUnixTimestamp64Milli(time, {zone:String}))))) AS month,
    toString(uniqExactIf(customer, is_order = 1)) AS customers,
    toString(sum(revenue)) AS revenue,
    toString(sum(mrr)) AS mrr
FROM happened INNER JOIN cohorts ON cohorts.customer = happened.customer
WHERE time <= {now:Int64}
GROUP BY cohort, month
ORDER BY cohort, month
