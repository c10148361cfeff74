-- The ledger as it stands, a row a group: what of a movement belongs to each cell, as in groups/movements.sql. A movement lies in the
-- cells between which it changes MRR; what only moves between cells at an instant without a movement is no row of the ledger.
WITH
    standing AS (
        SELECT customer, time, type, before, after, event, maxIf(known_at, sign > 0) AS known_at
        FROM movements
        WHERE tenant = {tenant:String} AND time >= {from:Int64} AND time < {to:Int64}
            AND ({type:String} = '' OR type = {type:String}) AND ({customer:String} = '' OR customer = {customer:String})
        GROUP BY customer, time, type, before, after, event
        HAVING sum(movements.sign) > 0
    ),
    changes AS (
        SELECT customer, time, part.1 AS cell, part.2 AS amount
        FROM unit_states(tenant = {tenant:String}, known_before = {known_before:Int64}, grace = {grace:Int64}, by_plan = {by_plan:UInt8}, first = {first:String}, second = {second:String}, narrowed = {narrowed:UInt8}, narrow_plan = {narrow_plan:UInt8}, narrow = {narrow:String}, group_plan = {group_plan:UInt8})
        ARRAY JOIN if(cell_before = cell_after, [(cell_after, after - before)], [(cell_before, -before), (cell_after, after)]) AS part
    ),
    deltas AS (
        SELECT customer, time, cell, sum(amount) AS delta FROM changes GROUP BY customer, time, cell HAVING delta != 0
    ),
    weighed AS (
        SELECT
            customer,
            time,
            cell,
            delta,
            least(sum(greatest(delta, 0)) OVER whole, sum(greatest(-delta, 0)) OVER whole) AS moving,
            sum(if(delta > 0, delta, 0)) OVER upto - if(delta > 0, delta, 0) AS gained_before,
            sum(if(delta < 0, -delta, 0)) OVER upto - if(delta < 0, -delta, 0) AS lost_before
        FROM deltas
        WINDOW
            whole AS (PARTITION BY customer, time),
            upto AS (PARTITION BY customer, time ORDER BY cell ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    placed AS (
        SELECT
            standing.customer AS customer, standing.time AS time, standing.type AS type, before, after, event, known_at, cell,
            if(delta > 0, greatest(0, least(delta, moving - gained_before)), 0) AS moved_in,
            if(delta < 0, -greatest(0, least(-delta, moving - lost_before)), 0) AS moved_out,
            delta - moved_in - moved_out AS amount
        FROM standing INNER JOIN weighed ON weighed.customer = standing.customer AND weighed.time = standing.time
        WHERE cell != '!'
    ),
    ranked AS (
        SELECT *, dense_rank() OVER (ORDER BY weight DESC, cell) AS place
        FROM (SELECT *, sum(abs(amount)) OVER (PARTITION BY cell) AS weight FROM placed)
    )
SELECT
    customer, time, type, before, after, event, known_at, 1 AS sign,
    toString(amount) AS part, toString(moved_in) AS moved_in, toString(moved_out) AS moved_out,
    if(place <= {top:UInt32}, substring(cell, 2), NULL) AS grouped,
    [toString(time), customer, cell] AS position
FROM ranked
WHERE {page:String} = '' OR (time, customer, cell) < ({p0:Int64}, {p1:String}, {p2:String})
ORDER BY time DESC, customer DESC, cell DESC
LIMIT {limit:UInt32}
