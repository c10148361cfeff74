-- terms: high_value_revenue
-- Revenue (charged less returned, minor units) a period [start, end) of the fifth of customers that have the highest: of n customers with an
-- order in it n ÷ 5, rounded down; ties by customer id. No running sum can tell who is first, so each period is counted by itself.
-- Orders as in buyers.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    charges AS (
        SELECT
            customer,
            if(type = 'purchase', toInt256(charged), -toInt256(amount)) AS revenue,
            type = 'purchase' AND (NOT has_subscription OR charged > 0) AS is_order,
            arrayJoin(range(arrayCount(x -> x <= time, ends), arrayCount(x -> x <= time, starts))) AS period
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type IN ('purchase', 'return')
    ),
    buyers AS (
        SELECT period, customer, sum(revenue) AS total
        FROM charges
        GROUP BY period, customer
        HAVING max(is_order) = 1
    ),
    ranked AS (
        SELECT
            period,
            total,
            row_number() OVER (PARTITION BY period ORDER BY total DESC, customer) AS place,
            count() OVER (PARTITION BY period) AS buyers
        FROM buyers
    ),
    shown AS (
        SELECT period, total FROM ranked WHERE place <= intDiv(buyers, 5)
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT toUInt64(period) AS period, toString(sum(total)) AS high_value_revenue
FROM shown
GROUP BY period
ORDER BY period
