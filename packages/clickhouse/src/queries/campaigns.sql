-- terms: recipients, recipients_opened, recipients_clicked
-- Recipients (customers, once a campaign) that a message was sent to in a period [start, end), and those of them that opened and clicked one in it.
-- Of one campaign where one is given. Of each recipient the messages in the period are counted up and down. Periods are numbered as in movements.sql.
WITH
    {starts:Array(Int64)} AS starts,
    {ends:Array(Int64)} AS ends,
    messages AS (
        SELECT customer, reference AS campaign, action, time
        FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
        WHERE type = 'message' AND ({campaign:String} = '' OR campaign = {campaign:String})
    ),
    shown AS (
        SELECT customer, campaign, part.1 AS period, action, part.2 AS number
        FROM messages
        ARRAY JOIN [(arrayCount(x -> x <= time, ends), 1), (arrayCount(x -> x <= time, starts), -1)] AS part
    ),
    changes AS (
        SELECT
            customer,
            campaign,
            period,
            sumIf(number, action = 'sent') AS sent,
            sumIf(number, action = 'opened') AS opened,
            sumIf(number, action = 'clicked') AS clicked
        FROM shown
        WHERE period < length(ends)
        GROUP BY customer, campaign, period
    ),
    states AS (
        SELECT
            period,
            sum(sent) OVER past > 0 AS is_sent,
            sum(opened) OVER past > 0 AS is_opened,
            sum(clicked) OVER past > 0 AS is_clicked,
            sum(sent) OVER past - sent > 0 AS was_sent,
            sum(opened) OVER past - opened > 0 AS was_opened,
            sum(clicked) OVER past - clicked > 0 AS was_clicked
        FROM changes
        WINDOW past AS (PARTITION BY customer, campaign ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    sums AS (
        SELECT
            period,
            toInt64(is_sent) - toInt64(was_sent) AS sent_change,
            toInt64(is_sent AND is_opened) - toInt64(was_sent AND was_opened) AS opened_change,
            toInt64(is_sent AND is_clicked) - toInt64(was_sent AND was_clicked) AS clicked_change
        FROM states
        UNION ALL
        SELECT arrayJoin(range(length(ends))), 0, 0, 0
    )
SELECT
    period,
    toString(sum(sum(sent_change)) OVER past) AS recipients,
    toString(sum(sum(opened_change)) OVER past) AS recipients_opened,
    toString(sum(sum(clicked_change)) OVER past) AS recipients_clicked
FROM sums
GROUP BY period
WINDOW past AS (ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY period
