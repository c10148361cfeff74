-- terms: high_value_start, high_value_end, high_value_measured
-- Customers at or above the high-value threshold at the start and at the end of a period [start, end), by MRR (from the ledger). The
-- threshold is the setting, or of n customers with MRR at the start, in order of it, that of the ⌈0.8 n⌉-th; without either nothing is measured.
-- Each customer's MRR is put to every boundary at which they have it: what others have decides.
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
            sum(delta) OVER (PARTITION BY customer ORDER BY time) AS mrr,
            leadInFrame(time, 1, 9223372036854775807) OVER (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next
        FROM steps
    ),
    worths AS (
        SELECT
            arrayJoin(range(part.2, part.3)) AS period,
            arraySort(groupArrayIf(mrr, part.1)) AS start_worths,
            groupArrayIf(mrr, NOT part.1) AS end_worths
        FROM levels
        ARRAY JOIN [
            (true, arrayCount(x -> x <= time, starts), arrayCount(x -> x <= next, starts)),
            (false, arrayCount(x -> x <= time, ends), arrayCount(x -> x <= next, ends))
        ] AS part
        WHERE mrr > 0
        GROUP BY period
    ),
    counted AS (
        SELECT
            period,
            if({high_value:Int64} >= 0, toInt256({high_value:Int64}) * 1000, start_worths[intDiv(length(start_worths) * 8 + 9, 10)]) AS threshold,
            {high_value:Int64} >= 0 OR notEmpty(start_worths) AS measured,
            if(measured, arrayCount(x -> x >= threshold, start_worths), 0) AS at_start,
            if(measured, arrayCount(x -> x >= threshold, end_worths), 0) AS at_end
        FROM worths
    ),
    shown AS (
        SELECT period, toInt64(at_start) AS at_start, toInt64(at_end) AS at_end, toInt64(measured) AS measured FROM counted
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0, toInt64({high_value:Int64} >= 0)
    )
SELECT
    toUInt64(period) AS period,
    toString(sum(at_start)) AS high_value_start,
    toString(sum(at_end)) AS high_value_end,
    toString(max(measured)) AS high_value_measured
FROM shown
GROUP BY period
ORDER BY period
