-- terms: upsell_revenue, retention_revenue
-- Charged by purchases that sold up or across, and by those that a retention programme led to, a period [start, end), minor units. Nothing that
-- was returned is taken off. Of sales up and across, those by one offer where one is given. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT
            time,
            sumIf(toInt256(charged), sale IN ('upsell', 'cross_sell') AND ({offer_code:String} = '' OR offer_code = {offer_code:String})) AS upsell,
            sumIf(toInt256(charged), programme = 'retention') AS retention
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'purchase'
        GROUP BY time
    ),
    shown AS (
        SELECT part.1 AS period, part.2 * upsell AS upsell, part.2 * retention AS retention
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), toInt256(0), toInt256(0)
    )
SELECT
    period,
    toString(sum(sum(upsell)) OVER past) AS upsell_revenue,
    toString(sum(sum(retention)) OVER past) AS retention_revenue
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
