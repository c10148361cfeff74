-- terms: active, active_start, lost, new
-- Active customers a period [start, end): active at its start and end, lost, first ever active. One row a period, in order.
-- Active: MRR above 0 (from the ledger), or bought within active_days days (0: buying makes nobody active).
-- A change at time t shows from the first period on whose boundary lies after t; so periods are numbered, every change is
-- put to the number where it first shows, and running sums do the rest: work grows with changes, not with customers × periods.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
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
    -- How many reasons a customer has to be active goes up and down; above 0 they are.
    reasons AS (
        SELECT customer, time, if(mrr > 0, 1, -1) AS change FROM levels WHERE (mrr > 0) != (mrr_before > 0)
        UNION ALL
        SELECT customer, part.1, part.2
        FROM bought
        ARRAY JOIN [
            (effective, 1),
            (least(toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000, left_at), -1)
        ] AS part
        WHERE type = 'purchase'
    ),
    numbered AS (
        SELECT customer, time, change, toInt64(change > 0 AND row_number() OVER (PARTITION BY customer, change ORDER BY time) = 1) AS is_first FROM reasons
    ),
    shown AS (
        SELECT customer, part.1 AS period, part.2 * change AS at_start, part.3 * change AS at_end, part.4 * is_first AS new
        FROM numbered
        ARRAY JOIN [(arrayCount(x -> x <= time, starts), 1, 0, -1), (arrayCount(x -> x <= time, ends), 0, 1, 1)] AS part
    ),
    changes AS (
        SELECT customer, period, sum(at_start) AS start_change, sum(at_end) AS end_change, sum(new) AS new_change
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, period
    ),
    states AS (
        SELECT
            period,
            new_change,
            sum(start_change) OVER past > 0 AS is_start,
            sum(end_change) OVER past > 0 AS is_end,
            sum(start_change) OVER past - start_change > 0 AS was_start,
            sum(end_change) OVER past - end_change > 0 AS was_end
        FROM changes
        WINDOW past AS (PARTITION BY customer ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    sums AS (
        SELECT
            period,
            toInt64(is_end) - toInt64(was_end) AS active_change,
            toInt64(is_start) - toInt64(was_start) AS start_change,
            toInt64(is_start AND NOT is_end) - toInt64(was_start AND NOT was_end) AS lost_change,
            new_change
        FROM states
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0, 0, 0
    )
SELECT
    period,
    toString(sum(sum(active_change)) OVER past) AS active,
    toString(sum(sum(start_change)) OVER past) AS active_start,
    toString(sum(sum(lost_change)) OVER past) AS lost,
    toString(sum(sum(new_change)) OVER past) AS new
FROM sums
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
