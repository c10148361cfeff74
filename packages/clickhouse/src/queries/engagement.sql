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
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64} AND customer IN (SELECT customer FROM seen)
        GROUP BY customer, time
        HAVING delta != 0
    ),
    levels AS (
        SELECT customer, time, sum(delta) OVER (PARTITION BY customer ORDER BY time) AS mrr, mrr - delta AS mrr_before
        FROM steps
    ),
    leavings AS (
        SELECT customer, groupArray(effective) AS instants
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'cancellation' AND NOT has_subscription AND {active_days:Int64} > 0
        GROUP BY customer
    ),
    bought AS (
        SELECT
            purchases.customer AS customer,
            effective AS start,
            least(
                toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000,
                arrayMin(arrayConcat(arrayFilter(x -> x > effective, instants), [9223372036854775807]))
            ) AS stop
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64}) AS purchases
        LEFT JOIN leavings ON leavings.customer = purchases.customer
        WHERE type = 'purchase' AND {active_days:Int64} > 0
    ),
    shown AS (
        SELECT customer, arrayCount(x -> x <= time, ends) AS period, if(mrr > 0, 1, -1) AS reason, 0 AS activity
        FROM levels
        WHERE (mrr > 0) != (mrr_before > 0)
        UNION ALL
        SELECT customer, arrayCount(x -> x <= start, ends), 1, 0 FROM bought
        UNION ALL
        SELECT customer, arrayCount(x -> x <= stop, ends), -1, 0 FROM bought
        UNION ALL
        SELECT customer, arrayCount(x -> x <= time, ends), 0, 1 FROM seen
        UNION ALL
        SELECT customer, arrayCount(x -> x <= time, starts), 0, -1 FROM seen
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
