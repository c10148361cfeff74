-- terms: mrr_new, mrr_expansion, mrr_contraction, mrr_churn, mrr_reactivation
-- Sums of the ledger's movements by type, a period [start, end), in thousandths of a minor unit; contraction and churn negative.
-- A movement at time t lies in the periods from the first that ends after t up to, not including, the first that starts after t.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    rows AS (
        SELECT time, type, sum(toInt256(sign) * (toInt256(after) - toInt256(before))) AS amount, sum(sign) AS number
        FROM movements
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64}
        GROUP BY time, type
    ),
    shown AS (
        SELECT part.1 AS period, type, part.2 * amount AS amount, part.2 * number AS number
        FROM rows
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
        UNION ALL
        SELECT arrayJoin(range(length(ends))), '', toInt256(0), 0
    )
SELECT
    period,
    toString(sum(sumIf(amount, type = 'new')) OVER past) AS mrr_new,
    toString(sum(sumIf(amount, type = 'expansion')) OVER past) AS mrr_expansion,
    toString(sum(sumIf(amount, type = 'contraction')) OVER past) AS mrr_contraction,
    toString(sum(sumIf(amount, type = 'churn')) OVER past) AS mrr_churn,
    toString(sum(sumIf(amount, type = 'reactivation')) OVER past) AS mrr_reactivation,
    toString(sum(sumIf(number, type = 'new')) OVER past) AS customers_new,
    toString(sum(sumIf(number, type = 'expansion')) OVER past) AS customers_expansion,
    toString(sum(sumIf(number, type = 'contraction')) OVER past) AS customers_contraction,
    toString(sum(sumIf(number, type = 'churn')) OVER past) AS customers_churn,
    toString(sum(sumIf(number, type = 'reactivation')) OVER past) AS customers_reactivation
FROM shown
WHERE period < length(ends)
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
