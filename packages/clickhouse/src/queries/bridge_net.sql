-- One movement a customer a period [start, end): what they had at its start against what they have at its end. `new` where they
-- never had any before the period. Only periods in which a customer's MRR changes can hold a movement of theirs.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    steps AS (
        SELECT customer, time, sum(toInt256(sign) * (toInt256(after) - toInt256(before))) AS delta
        FROM movements
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64}
        GROUP BY customer, time
        HAVING delta != 0
    ),
    levels AS (
        SELECT
            customer,
            time,
            delta,
            sum(delta) OVER (PARTITION BY customer ORDER BY time) AS level,
            min(time) OVER (PARTITION BY customer) AS first
        FROM steps
    ),
    periods AS (
        SELECT
            customer,
            arrayCount(x -> x <= time, ends) AS period,
            argMin(level - delta, time) AS opening,
            argMax(level, time) AS closing,
            any(first) >= starts[period + 1] AS is_first
        FROM levels
        WHERE period < length(ends) AND time >= starts[period + 1]
        GROUP BY customer, period
    ),
    moved AS (
        SELECT
            period,
            multiIf(
                opening = closing, '',
                opening = 0 AND is_first, 'new',
                opening = 0, 'reactivation',
                closing = 0, 'churn',
                closing > opening, 'expansion',
                'contraction'
            ) AS type,
            closing - opening AS amount
        FROM periods
        UNION ALL
        SELECT arrayJoin(range(length(ends))), '', toInt256(0)
    )
SELECT
    period,
    toString(sumIf(amount, type = 'new')) AS mrr_new,
    toString(sumIf(amount, type = 'expansion')) AS mrr_expansion,
    toString(sumIf(amount, type = 'contraction')) AS mrr_contraction,
    toString(sumIf(amount, type = 'churn')) AS mrr_churn,
    toString(sumIf(amount, type = 'reactivation')) AS mrr_reactivation,
    toString(countIf(type = 'new')) AS customers_new,
    toString(countIf(type = 'expansion')) AS customers_expansion,
    toString(countIf(type = 'contraction')) AS customers_contraction,
    toString(countIf(type = 'churn')) AS customers_churn,
    toString(countIf(type = 'reactivation')) AS customers_reactivation
FROM moved
GROUP BY period
ORDER BY period
