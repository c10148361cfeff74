-- Customers with what they are worth now and whether they are active: by MRR, or by having bought within active_days days (0: buying
-- makes nobody active). A page.
WITH
    seen AS (
        SELECT customer, min(time) AS first_seen, max(time) AS last_seen, count() AS events
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE customer != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(customer, {search:String}) > 0)
        GROUP BY customer
    ),
    worth AS (
        SELECT customer, sum(delta) AS mrr FROM customer_steps(tenant = {tenant:String}, known_before = 9000000000000000) WHERE time <= {now:Int64} GROUP BY customer
    ),
    leavings AS (
        SELECT customer, groupArray(effective) AS instants
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
        WHERE type = 'cancellation' AND NOT has_subscription AND {active_days:Int64} > 0
        GROUP BY customer
    ),
    bought AS (
        SELECT
            purchases.customer AS customer,
            max(least(
                toUnixTimestamp(toDateTime(toDate32(fromUnixTimestamp64Milli(effective, {zone:String})) + {active_days:Int64}, {zone:String})) * 1000,
                arrayMin(arrayConcat(arrayFilter(x -> x > effective, instants), [9223372036854775807]))
            )) AS until
        FROM facts(tenant = {tenant:String}, known_before = 9000000000000000) AS purchases
        LEFT JOIN leavings ON leavings.customer = purchases.customer
        WHERE type = 'purchase' AND effective <= {now:Int64} AND {active_days:Int64} > 0
        GROUP BY purchases.customer
    ),
    listed AS (
        SELECT
            seen.customer AS customer,
            first_seen,
            last_seen,
            events,
            ifNull(worth.mrr, 0) AS mrr,
            multiIf(mrr > 0 OR bought.until > {now:Int64}, 'active', worth.customer != '' OR bought.customer != '', 'lost', 'never_active') AS status,
            toInt256(multiIf({sort:String} = 'mrr', mrr, {sort:String} = 'last_seen', last_seen, {sort:String} = 'first_seen', first_seen, 0)) AS place
        FROM seen LEFT JOIN worth ON worth.customer = seen.customer LEFT JOIN bought ON bought.customer = seen.customer
    )
SELECT customer, toString(first_seen) AS first_seen, toString(last_seen) AS last_seen, toString(events) AS events, toString(mrr) AS mrr, status, toString(place) AS place
FROM listed
WHERE {page:UInt8} = 0 OR listed.place < toInt256({place:String}) OR (listed.place = toInt256({place:String}) AND customer > {after:String})
ORDER BY listed.place DESC, customer
LIMIT {limit:UInt32}
