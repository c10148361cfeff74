-- terms: mrr_new, mrr_expansion, mrr_contraction, mrr_churn, mrr_reactivation
-- plans: yes
-- also: moved_in, moved_out, customers_new, customers_expansion, customers_contraction, customers_churn, customers_reactivation, customers_moved_in, customers_moved_out
-- Movements a group. Where a customer's MRR changes at an instant (net: within a period), what their cells lose and gain against each
-- other has moved, in order of cells; the rest is the customer's movement, of the type it has as a whole. So a group closes, and
-- groups sum to the whole. An instant lies in the periods from the first that ends after it up to the first that starts after it.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    states AS (
        SELECT customer, time, before, after, cell_before, cell_after
        FROM unit_states(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8}, first = {first:String}, second = {second:String}, narrowed = {narrowed:UInt8}, narrow_plan = {narrow_plan:UInt8}, narrow = {narrow:String}, group_plan = {group_plan:UInt8})
    ),
    -- one key is what is netted: an instant, or a calendar period
    changes AS (
        SELECT customer, if({net:UInt8} = 1, toInt64(arrayCount(x -> x <= time, ends)), time) AS key, part.1 AS cell, part.2 AS amount
        FROM states
        ARRAY JOIN if(cell_before = cell_after, [(cell_after, after - before)], [(cell_before, -before), (cell_after, after)]) AS part
        WHERE {net:UInt8} = 0 OR (key < length(ends) AND time >= starts[key + 1])
    ),
    deltas AS (
        SELECT customer, key, cell, sum(amount) AS delta
        FROM changes
        GROUP BY customer, key, cell
        HAVING delta != 0
    ),
    levels AS (
        SELECT customer, time, delta, sum(delta) OVER (PARTITION BY customer ORDER BY time) AS level, min(time) OVER (PARTITION BY customer) AS first
        FROM customer_steps(tenant = {tenant:String}, known_before = {known_before:Int64})
    ),
    wholes AS (
        SELECT
            customer,
            if({net:UInt8} = 1, toInt64(arrayCount(x -> x <= time, ends)), time) AS key,
            argMin(level - delta, time) AS opening,
            argMax(level, time) AS closing,
            if({net:UInt8} = 1, any(first) >= starts[key + 1], any(first) = min(time)) AS is_first,
            multiIf(
                opening = closing, '',
                opening = 0 AND is_first, 'new',
                opening = 0, 'reactivation',
                closing = 0, 'churn',
                closing > opening, 'expansion',
                'contraction'
            ) AS type
        FROM levels
        WHERE {net:UInt8} = 0 OR (key < length(ends) AND time >= starts[key + 1])
        GROUP BY customer, key
    ),
    weighed AS (
        SELECT
            customer,
            key,
            cell,
            delta,
            least(sum(greatest(delta, 0)) OVER whole, sum(greatest(-delta, 0)) OVER whole) AS moving,
            sum(if(delta > 0, delta, 0)) OVER upto - if(delta > 0, delta, 0) AS gained_before,
            sum(if(delta < 0, -delta, 0)) OVER upto - if(delta < 0, -delta, 0) AS lost_before
        FROM deltas
        WINDOW
            whole AS (PARTITION BY customer, key),
            upto AS (PARTITION BY customer, key ORDER BY cell ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    placed AS (
        SELECT
            if({net:UInt8} = 1, weighed.key, toInt64(arrayCount(x -> x <= weighed.key, ends))) AS from_period,
            if({net:UInt8} = 1, weighed.key + 1, toInt64(arrayCount(x -> x <= weighed.key, starts))) AS to_period,
            cell,
            wholes.type AS type,
            if(delta > 0, greatest(0, least(delta, moving - gained_before)), 0) AS moved_in,
            if(delta < 0, -greatest(0, least(-delta, moving - lost_before)), 0) AS moved_out,
            delta - moved_in - moved_out AS amount
        FROM weighed LEFT JOIN wholes ON wholes.customer = weighed.customer AND wholes.key = weighed.key
        WHERE cell != '!'
    ),
    shown AS (
        SELECT
            if(leaves, to_period, from_period) AS period,
            cell,
            type,
            if(leaves, -1, 1) AS number,
            number * amount AS amount,
            number * moved_in AS moved_in,
            number * moved_out AS moved_out
        FROM placed
        ARRAY JOIN [true, false] AS leaves
        WHERE from_period < to_period
    )
SELECT
    cell,
    period,
    toString(sum(sumIf(amount, type = 'new')) OVER past) AS mrr_new,
    toString(sum(sumIf(amount, type = 'expansion')) OVER past) AS mrr_expansion,
    toString(sum(sumIf(amount, type = 'contraction')) OVER past) AS mrr_contraction,
    toString(sum(sumIf(amount, type = 'churn')) OVER past) AS mrr_churn,
    toString(sum(sumIf(amount, type = 'reactivation')) OVER past) AS mrr_reactivation,
    toString(sum(sum(shown.moved_in)) OVER past) AS moved_in,
    toString(sum(sum(shown.moved_out)) OVER past) AS moved_out,
    toString(sum(sumIf(number, type = 'new' AND amount != 0)) OVER past) AS customers_new,
    toString(sum(sumIf(number, type = 'expansion' AND amount != 0)) OVER past) AS customers_expansion,
    toString(sum(sumIf(number, type = 'contraction' AND amount != 0)) OVER past) AS customers_contraction,
    toString(sum(sumIf(number, type = 'churn' AND amount != 0)) OVER past) AS customers_churn,
    toString(sum(sumIf(number, type = 'reactivation' AND amount != 0)) OVER past) AS customers_reactivation,
    toString(sum(sumIf(number, shown.moved_in != 0)) OVER past) AS customers_moved_in,
    toString(sum(sumIf(number, shown.moved_out != 0)) OVER past) AS customers_moved_out
FROM shown
WHERE period < length(ends)
GROUP BY cell, period
WINDOW past AS (PARTITION BY cell ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
