-- terms: engaged
-- Customers active at the end of a period [start, end) that had an activity in it. Who is active is told as in customers.sql: reasons for it
-- are counted up and down, and so are the activities in the period; both above 0 they are engaged. Periods are numbered as there.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    seen AS (
        SELECT customer, time
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'activity'
    ),
    steps AS (
        SELECT customer, time, sum(sign * (after - before)) AS delta
        FROM movements
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64}
        GROUP BY customer, time
        HAVING delta != 0
    ),
    levels AS (
        SELECT customer, time, sum(delta) OVER (PARTITION BY customer ORDER BY time) AS mrr, mrr - delta AS mrr_before
        FROM steps
    ),
    -- Purchases, each with the first cancellation of everything after it.
    bought AS (
        SELECT
            customer,
            type,
            effective,
            min(if(type = 'purchase', 9223372036854775807, effective)) OVER (
                PARTITION BY customer ORDER BY effective DESC, type = 'purchase' DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS left_at
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE (type = 'purchase' OR (type = 'cancellation' AND NOT has_subscription)) AND {active_days:Int64} > 0
    ),
    shown AS (
        SELECT customer, arrayCount(x -> x <= time, ends) AS period, if(mrr > 0, 1, -1) AS reason, 0 AS activity
        FROM levels
        WHERE (mrr > 0) != (mrr_before > 0)
        UNION ALL
        SELECT customer, arrayCount(x -> x <= part.1, ends), part.2, 0
        FROM bought
        ARRAY JOIN [
            (effective, 1),
            (least(toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000, left_at), -1)
        ] AS part
        WHERE type = 'purchase'
        UNION ALL
        SELECT customer, part.1, 0, part.2
        FROM seen
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    ),
    changes AS (
        SELECT customer, period, sum(reason) AS reasons, sum(activity) AS activities
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, period
    ),
    sums AS (
        SELECT
            period,
            toInt64(sum(reasons) OVER past > 0 AND sum(activities) OVER past > 0)
                - toInt64(sum(reasons) OVER past - reasons > 0 AND sum(activities) OVER past - activities > 0) AS change
        FROM changes
        WINDOW past AS (PARTITION BY customer ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0
    )
SELECT period, toString(sum(sum(change)) OVER past) AS engaged
FROM sums
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
