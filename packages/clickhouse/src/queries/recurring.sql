-- terms: mrr, mrr_start, mrr_kept, mrr_floor, paying, paying_start
-- MRR a period [start, end), from the ledger, in thousandths of a minor unit: at its end, at its start, what those with any at
-- the start have at the end (kept), the lesser of both a customer (floor), and customers with any at the end (paying) and at the start.
-- Numbered periods and running sums as in customers.sql.
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
    shown AS (
        SELECT customer, part.1 AS period, part.2 * delta AS at_start, part.3 * delta AS at_end
        FROM steps
        ARRAY JOIN [(arrayCount(x -> x <= time, starts), 1, 0), (arrayCount(x -> x <= time, ends), 0, 1)] AS part
    ),
    changes AS (
        SELECT customer, period, sum(at_start) AS start_change, sum(at_end) AS end_change
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, period
    ),
    states AS (
        SELECT
            period,
            start_change,
            end_change,
            sum(start_change) OVER past AS is_start,
            sum(end_change) OVER past AS is_end,
            is_start - start_change AS was_start,
            is_end - end_change AS was_end
        FROM changes
        WINDOW past AS (PARTITION BY customer ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    sums AS (
        SELECT
            period,
            end_change,
            start_change,
            if(is_start > 0, is_end, toInt256(0)) - if(was_start > 0, was_end, toInt256(0)) AS kept_change,
            least(is_start, is_end) - least(was_start, was_end) AS floor_change,
            toInt64(is_end > 0) - toInt64(was_end > 0) AS paying_change,
            toInt64(is_start > 0) - toInt64(was_start > 0) AS paying_start_change
        FROM states
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), toInt256(0), toInt256(0), toInt256(0), 0, 0
    )
SELECT
    period,
    toString(sum(sum(end_change)) OVER past) AS mrr,
    toString(sum(sum(start_change)) OVER past) AS mrr_start,
    toString(sum(sum(kept_change)) OVER past) AS mrr_kept,
    toString(sum(sum(floor_change)) OVER past) AS mrr_floor,
    toString(sum(sum(paying_change)) OVER past) AS paying,
    toString(sum(sum(paying_start_change)) OVER past) AS paying_start
FROM sums
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
