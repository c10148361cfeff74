-- How often each score was given, of one kind of survey.
SELECT toString(score) AS score, toString(scale_min) AS scale_min, toString(scale_max) AS scale_max, toString(count()) AS answers
FROM facts(tenant = {tenant:String}, known_before = 9000000000000000)
WHERE type = 'survey' AND survey = {survey:String} AND time >= {from:Int64} AND time < {to:Int64}
    AND ({touchpoint:String} = '' OR touchpoint = {touchpoint:String})
GROUP BY score, scale_min, scale_max
ORDER BY toInt64(scale_min), toInt64(scale_max), toInt64(score)
