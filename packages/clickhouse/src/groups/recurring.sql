-- terms: mrr, mrr_start, mrr_kept, mrr_floor, paying, paying_start
-- plans: yes
-- As queries/recurring.sql, a group: what stands at the end goes to the group of that moment, what is compared with the start to the
-- group of the start. A unit's state shows from the first boundary after it on; each change of state takes the old out and puts the new in.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    states AS (
        SELECT customer, unit, time, after, cell_after
        FROM unit_states(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8}, first = {first:String}, second = {second:String}, narrowed = {narrowed:UInt8}, narrow_plan = {narrow_plan:UInt8}, narrow = {narrow:String}, group_plan = {group_plan:UInt8})
    ),
    shown AS (
        SELECT
            customer,
            unit,
            time,
            arrayCount(x -> x <= time, if(at_start, starts, ends)) AS period,
            if(at_start, toNullable(after), NULL) AS start_mrr,
            if(at_start, toNullable(cell_after), NULL) AS start_cell,
            if(at_start, NULL, toNullable(after)) AS end_mrr,
            if(at_start, NULL, toNullable(cell_after)) AS end_cell
        FROM states
        ARRAY JOIN [true, false] AS at_start
    ),
    changes AS (
        SELECT
            customer,
            unit,
            period,
            argMax(start_mrr, time) AS start_mrr,
            argMax(start_cell, time) AS start_cell,
            argMax(end_mrr, time) AS end_mrr,
            argMax(end_cell, time) AS end_cell
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, unit, period
    ),
    boundaries AS (
        SELECT
            period,
            ifNull(last_value(start_mrr) IGNORE NULLS OVER past, 0) AS is_start,
            ifNull(last_value(end_mrr) IGNORE NULLS OVER past, 0) AS is_end,
            ifNull(last_value(start_cell) IGNORE NULLS OVER past, '!') AS is_start_cell,
            ifNull(last_value(end_cell) IGNORE NULLS OVER past, '!') AS is_end_cell,
            ifNull(last_value(start_mrr) IGNORE NULLS OVER earlier, 0) AS was_start,
            ifNull(last_value(end_mrr) IGNORE NULLS OVER earlier, 0) AS was_end,
            ifNull(last_value(start_cell) IGNORE NULLS OVER earlier, '!') AS was_start_cell,
            ifNull(last_value(end_cell) IGNORE NULLS OVER earlier, '!') AS was_end_cell
        FROM changes
        WINDOW
            past AS (PARTITION BY customer, unit ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
            earlier AS (PARTITION BY customer, unit ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    parts AS (
        SELECT
            period,
            part.1 AS cell,
            part.2 * if(part.4, 0, part.3.2) AS mrr,
            part.2 * if(part.4, 0, toInt64(part.3.2 > 0)) AS paying,
            part.2 * if(part.4, part.3.1, 0) AS mrr_start,
            part.2 * if(part.4, toInt64(part.3.1 > 0), 0) AS paying_start,
            part.2 * if(part.4 AND part.3.1 > 0, part.3.2, 0) AS mrr_kept,
            part.2 * if(part.4, least(part.3.1, part.3.2), 0) AS mrr_floor
        FROM boundaries
        -- cell, in or out, MRR at the start and at the end, whether the cell is that of the start
        ARRAY JOIN [
            (is_end_cell, 1, (is_start, is_end), false),
            (was_end_cell, -1, (was_start, was_end), false),
            (is_start_cell, 1, (is_start, is_end), true),
            (was_start_cell, -1, (was_start, was_end), true)
        ] AS part
    )
SELECT
    cell,
    period,
    toString(sum(sum(mrr)) OVER past) AS mrr,
    toString(sum(sum(mrr_start)) OVER past) AS mrr_start,
    toString(sum(sum(mrr_kept)) OVER past) AS mrr_kept,
    toString(sum(sum(mrr_floor)) OVER past) AS mrr_floor,
    toString(sum(sum(paying)) OVER past) AS paying,
    toString(sum(sum(paying_start)) OVER past) AS paying_start
FROM parts
WHERE cell != '!'
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
