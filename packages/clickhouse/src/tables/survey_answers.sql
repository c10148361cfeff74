-- Answers to surveys, newest first, with what their customers are worth now; a page.
WITH worth AS (
    SELECT customer, sum(delta) AS mrr FROM customer_steps(tenant = {tenant:String}, known_before = 9000000000000000) WHERE time <= {now:Int64} GROUP BY customer
)
SELECT
    answers.customer AS customer, id, toString(time) AS time, survey, toString(score) AS score, toString(scale_min) AS scale_min, toString(scale_max) AS scale_max,
    touchpoint, verbatim, respondent, toString(ifNull(worth.mrr, 0)) AS mrr
FROM facts(tenant = {tenant:String}, known_before = 9000000000000000) AS answers LEFT JOIN worth ON worth.customer = answers.customer
WHERE type = 'survey' AND answers.time >= {from:Int64} AND answers.time < {to:Int64}
    AND ({survey:String} = '' OR survey = {survey:String}) AND ({touchpoint:String} = '' OR touchpoint = {touchpoint:String})
    AND ({search:String} = '' OR positionCaseInsensitiveUTF8(verbatim, {search:String}) > 0) AND ({verbatims:UInt8} = 0 OR verbatim != '')
    AND ({page:UInt8} = 0 OR (answers.time, answers.customer, id) < ({place:Int64}, {after:String}, {after_id:String}))
ORDER BY answers.time DESC, answers.customer DESC, id DESC
LIMIT {limit:UInt32}
