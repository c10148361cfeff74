-- terms: mrr_recounted
-- MRR at each end in thousandths of a minor unit, from raw events and never from the ledger: what an audit holds the ledger against.
-- Of a subscription the last act in effect before the end decides, in the order (effective instant, cancellation before purchase, id);
-- a purchase counts 0 once its expiry has passed. Written like committed_mrr.sql, where what is only scheduled decides too.
WITH
    {ends:Array(Int64)} AS ends,
    acts AS (
        SELECT
            customer,
            id,
            type,
            effective,
            effective AS entered,
            subscription,
            has_subscription,
            ifNull(expires_at + {grace:Int64}, 9223372036854775807) AS expiry,
            -- amount ÷ months of the interval ÷ number of intervals, in thousandths, rounded half to even
            toInt256(amount) * 1000 * multiIf(billing_interval = 'week', 52, billing_interval = 'day', 365, 1) AS dividend,
            toInt256(greatest(billing_interval_count, 1)) * multiIf(billing_interval = 'month', 1, billing_interval = 'quarter', 3, 12) AS divisor,
            intDiv(dividend, divisor) AS quotient,
            (dividend - quotient * divisor) * 2 AS twice,
            quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS mrr
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'cancellation' OR (type = 'purchase' AND has_subscription)
    ),
    deciding AS (
        SELECT
            type,
            mrr,
            arrayCount(x -> x <= entered, ends) AS from_period,
            arrayCount(x -> x <= least(
                expiry,
                ifNull(min(toNullable(entered)) OVER (
                    PARTITION BY customer, subscription ORDER BY effective DESC, type = 'purchase' DESC, id DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ), 9223372036854775807),
                -- a cancellation without subscription ends each
                min(if(has_subscription, 9223372036854775807, entered)) OVER (
                    PARTITION BY customer ORDER BY effective DESC, type = 'purchase' DESC, id DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                )
            ), ends) AS to_period
        FROM acts
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * mrr AS amount
        FROM deciding
        ARRAY JOIN [(from_period, 1), (to_period, -1)] AS part
        WHERE type = 'purchase' AND from_period < to_period
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0)
    )
SELECT period, toString(sum(sum(amount)) OVER past) AS mrr_recounted
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
