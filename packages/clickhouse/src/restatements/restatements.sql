-- What periods showed at a moment (`since`) and what they show now, and the rows of the ledger that make the difference. Amounts in
-- thousandths of a minor unit. A report of that moment held the rows known before it, up to its own end (`then_end`); one of now holds
-- all, up to `now_end`. Periods follow each other without a gap and are numbered from 1; 0 is all that lies before the first.
WITH
    {starts:Array(Int64)} AS starts,
    figures AS (
        SELECT
            arrayCount(x -> x <= time, starts) AS period,
            type,
            sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), known_at < {since:Int64} AND time < {then_end:Int64}) AS as_then,
            sum(toInt256(sign) * (toInt256(after) - toInt256(before))) AS as_now
        FROM movements
        WHERE tenant = {tenant:String} AND time < {now_end:Int64}
        GROUP BY period, type
    ),
    -- A row that was added and taken back again since made no difference; what is left stood in one of the two reports and not in the
    -- other. `place` is where in the log the record came that did it: the last that added it, or that took it back.
    changes AS (
        SELECT
            arrayCount(x -> x <= time, starts) AS period,
            customer, time, type, before, after, event,
            sum(m.sign) AS sign,
            if(
                sum(m.sign) > 0,
                maxIf((known_at, partition, offset, sequence), m.sign > 0),
                maxIf((known_at, partition, offset, sequence), m.sign < 0)
            ) AS place
        FROM movements AS m
        WHERE tenant = {tenant:String} AND time >= starts[1] AND time < {now_end:Int64}
            AND (known_at >= {since:Int64} OR time >= {then_end:Int64})
        GROUP BY customer, time, type, before, after, event
        HAVING sum(m.sign) != 0
    ),
    listed AS (
        SELECT *, count() OVER (PARTITION BY period) AS number
        FROM changes
        WHERE {page:String} = '' OR place < ({p0:Int64}, {p1:Int64}, {p2:Int64}, {p3:Int64})
        ORDER BY place DESC
        LIMIT {limit:UInt32} BY period
    ),
    causes AS (
        SELECT partition, offset, id, type, time, voids
        FROM events
        WHERE tenant = {tenant:String} AND customer IN (SELECT customer FROM listed)
    ),
    explained AS (
        SELECT
            period,
            any(number) AS number,
            arrayReverseSort(groupArray(tuple(
                place, customer, listed.time, listed.type, toString(before), toString(after), event, sign,
                causes.id, causes.type, causes.time, causes.voids
            ))) AS rows
        FROM listed LEFT ANY JOIN causes ON causes.partition = place.2 AND causes.offset = place.3
        GROUP BY period
    )
SELECT period, sums, number, rows
FROM (SELECT period, groupArray((type, toString(as_then), toString(as_now))) AS sums FROM figures GROUP BY period) AS periods
LEFT JOIN explained USING (period)
ORDER BY period
