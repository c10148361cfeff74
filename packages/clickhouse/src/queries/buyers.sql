-- terms: buyers, repeat_buyers, loyal_buyers
-- Customers with at least one, two and `loyal` orders in a period [start, end). A purchase with a subscription that charged nothing
-- is no order. An order is the last one before an end from the first end after it up to the customer's next order; a period
-- of those holds k orders where it also starts at or before the order k − 1 earlier. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    customers AS (
        SELECT customer, arraySort(groupArray(time)) AS times
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase' AND (NOT has_subscription OR charged > 0)
        GROUP BY customer
    ),
    orders AS (
        SELECT
            arrayCount(x -> x <= times[number], ends) AS from_period,
            if(number = length(times), length(ends), arrayCount(x -> x <= times[number + 1], ends)) AS to_period,
            arrayCount(x -> x <= times[number], starts) AS holds_one,
            if(number < 2, 0, arrayCount(x -> x <= times[number - 1], starts)) AS holds_two,
            if(number < {loyal:Int64}, 0, arrayCount(x -> x <= times[number - {loyal:Int64} + 1], starts)) AS holds_loyal
        FROM customers
        ARRAY JOIN arrayEnumerate(times) AS number
        WHERE from_period < to_period
    ),
    shown AS (
        SELECT part.1 AS period, part.2 AS one, part.3 AS two, part.4 AS loyal
        FROM orders
        ARRAY JOIN [
            (from_period, 1, 1, 1),
            (greatest(from_period, least(to_period, holds_one)), -1, 0, 0),
            (greatest(from_period, least(to_period, holds_two)), 0, -1, 0),
            (greatest(from_period, least(to_period, holds_loyal)), 0, 0, -1)
        ] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0, 0
    )
SELECT
    period,
    toString(sum(sum(one)) OVER past) AS buyers,
    toString(sum(sum(two)) OVER past) AS repeat_buyers,
    toString(sum(sum(loyal)) OVER past) AS loyal_buyers
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
