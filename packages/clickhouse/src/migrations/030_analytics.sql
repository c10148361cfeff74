-- For analysts: views with names and columns that stay, of all tenants, in a database beside that of the tables: `{analytics}`. What
-- they stand on lies here, with the tables, and may change. Every column has its meaning and unit as its comment; docs/analytics.md.
CREATE DATABASE IF NOT EXISTS {analytics};
-- Tenants that have sent anything that counts, with the settings in force: of several rows with one version the first by (changed_at, writer).
CREATE OR REPLACE VIEW tenant_settings AS
SELECT
    known.tenant AS tenant,
    ifNull(nullIf(JSONExtractString(in_force.settings, 'time_zone'), ''), 'UTC') AS zone,
    JSONExtractString(in_force.settings, 'currency') AS currency,
    JSONExtractString(in_force.settings, 'renewal_grace') AS grace_text,
    toInt64OrZero(substring(grace_text, 1, length(grace_text) - 1))
        * transform(right(grace_text, 1), ['s', 'm', 'h', 'd', 'w'], [1000, 60000, 3600000, 86400000, 604800000], 0) AS grace
FROM (SELECT DISTINCT tenant FROM events WHERE outcome = 'applied' AND type != 'void') AS known
LEFT JOIN (SELECT tenant, settings FROM settings ORDER BY version DESC, changed_at, writer LIMIT 1 BY tenant) AS in_force ON in_force.tenant = known.tenant;
-- What counts of every tenant, as `facts` says of one as known now, with the tenant's zone, currency and grace.
CREATE OR REPLACE VIEW all_facts AS
SELECT events.*, zone, own_currency, grace
FROM events
INNER JOIN (SELECT tenant, zone, currency AS own_currency, grace FROM tenant_settings) AS known ON known.tenant = events.tenant
WHERE outcome = 'applied'
    AND type != 'void'
    AND (tenant, customer, id) NOT IN (SELECT tenant, customer, voids FROM events WHERE outcome = 'applied' AND type = 'void');
-- Days of each tenant's calendar, from that of its first event or movement to today.
CREATE OR REPLACE VIEW tenant_days AS
SELECT tenant, currency, first_day + arrayJoin(range(toUInt32(greatest(0, dateDiff('day', first_day, toDate32(formatDateTime(fromUnixTimestamp64Milli(toUnixTimestamp64Milli(now64(3)), 'UTC'), '%F', zone))) + 1)))) AS day
FROM (
    SELECT tenant_settings.tenant AS tenant, zone, currency, toDate32(formatDateTime(fromUnixTimestamp64Milli(min(time), 'UTC'), '%F', zone)) AS first_day
    FROM (
        SELECT tenant, min(time) AS time FROM all_facts GROUP BY tenant
        UNION ALL
        SELECT tenant, min(time) FROM movements GROUP BY tenant
    ) AS beginnings
    INNER JOIN tenant_settings ON tenant_settings.tenant = beginnings.tenant
    GROUP BY tenant, zone, currency
);
-- What each subscription is worth and when, from raw events: as plan_steps says of a tenant's plans, which see.
CREATE OR REPLACE VIEW subscription_stretches AS
WITH
    acts AS (
        SELECT
            tenant, customer, id, type, effective, subscription, has_subscription, plan, own_currency, amount, billing_interval, billing_interval_count,
            ifNull(expires_at + grace, 9223372036854775807) AS expiry,
            -- amount ÷ months of the interval ÷ number of intervals, in thousandths, rounded half to even
            toInt256(amount) * 1000 * multiIf(billing_interval = 'week', 52, billing_interval = 'day', 365, 1) AS dividend,
            toInt256(greatest(billing_interval_count, 1)) * multiIf(billing_interval = 'month', 1, billing_interval = 'quarter', 3, 12) AS divisor,
            intDiv(dividend, divisor) AS quotient,
            (dividend - quotient * divisor) * 2 AS twice,
            quotient + if(twice > divisor OR (twice = divisor AND quotient % 2 = 1), 1, 0) AS mrr
        FROM all_facts
        WHERE type = 'cancellation' OR (type = 'purchase' AND has_subscription)
    ),
    bought AS (
        SELECT DISTINCT tenant, customer, subscription FROM acts WHERE type = 'purchase'
    ),
    by_subscription AS (
        SELECT tenant, customer, subscription, id, type, effective, plan, own_currency, amount, billing_interval, billing_interval_count, expiry, mrr
        FROM acts
        WHERE has_subscription
        UNION ALL
        -- a cancellation without subscription is one of each
        SELECT bought.tenant, bought.customer, bought.subscription, id, type, effective, plan, own_currency, amount, billing_interval, billing_interval_count, expiry, toInt256(0)
        FROM acts INNER JOIN bought ON acts.tenant = bought.tenant AND acts.customer = bought.customer
        WHERE NOT acts.has_subscription
    )
SELECT tenant, customer, subscription, id, plan, currency, amount, billing_interval, billing_interval_count, mrr, start, stop
FROM (
    SELECT
        tenant, customer, subscription, id, type, toString(plan) AS plan, own_currency AS currency, amount, toString(billing_interval) AS billing_interval,
        billing_interval_count, mrr, effective AS start,
        least(expiry, leadInFrame(effective, 1, 9223372036854775807) OVER (
            PARTITION BY tenant, customer, subscription ORDER BY effective, type = 'purchase', id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )) AS stop
    FROM by_subscription
)
WHERE type = 'purchase' AND start < stop;
-- One row a tenant that has sent anything that counts.
CREATE OR REPLACE VIEW {analytics}.tenants (
    tenant LowCardinality(String) COMMENT 'tenant',
    time_zone String COMMENT 'IANA name of the zone in which days begin',
    currency String COMMENT 'ISO 4217 code; empty before the first event with money'
)
AS
SELECT
    t.tenant AS tenant,
    t.zone AS time_zone,
    t.currency AS currency
FROM tenant_settings AS t;
-- One row an event that counts: no duplicate, no void, nothing that a void names.
CREATE OR REPLACE VIEW {analytics}.events (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer; empty for `spend`',
    event String COMMENT 'id of the event',
    type String COMMENT 'purchase, cancellation, survey, return, invoice, payment, spend, message or activity',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it happened, UTC',
    day Date32 COMMENT 'calendar day of `time` in the time zone of the tenant',
    effective DateTime64(3, 'UTC') COMMENT 'instant from which it acts on MRR: `effective_at`, else `time`',
    known_at DateTime64(3, 'UTC') COMMENT 'instant at which it arrived',
    late Bool COMMENT 'an event of the same customer with a later `time` had arrived before',
    amount Int64 COMMENT 'minor units; 0 for types without',
    currency String COMMENT 'ISO 4217 code; empty for types without an amount',
    subscription String COMMENT 'id of the subscription it names',
    plan String COMMENT 'plan of that subscription, of a purchase',
    reason String COMMENT 'reason, of a cancellation',
    reference String COMMENT 'invoice, campaign or name of the activity',
    category String COMMENT 'category, of a spend',
    action String COMMENT 'sent, opened or clicked, of a message',
    properties Map(String, String) COMMENT 'segment values it carries',
    payload String COMMENT 'the whole event as JSON'
)
AS
SELECT
    f.tenant AS tenant,
    f.customer AS customer,
    f.id AS event,
    toString(f.type) AS type,
    fromUnixTimestamp64Milli(f.time, 'UTC') AS time,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(f.time, 'UTC'), '%F', zone)) AS day,
    fromUnixTimestamp64Milli(f.effective, 'UTC') AS effective,
    fromUnixTimestamp64Milli(f.known_at, 'UTC') AS known_at,
    toBool(ifNull(f.time < max(toNullable(f.time)) OVER (PARTITION BY f.tenant, f.customer ORDER BY f.known_at, f.offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)) AS late,
    f.amount AS amount,
    toString(f.currency) AS currency,
    toString(f.subscription) AS subscription,
    toString(f.plan) AS plan,
    toString(f.reason) AS reason,
    toString(f.reference) AS reference,
    toString(f.category) AS category,
    toString(f.action) AS action,
    CAST(f.properties, 'Map(String, String)') AS properties,
    toString(f.payload) AS payload
FROM all_facts AS f;
-- One row a customer, as known now.
CREATE OR REPLACE VIEW {analytics}.customers (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    status String COMMENT 'active: has MRR; lost: had some; never_active',
    mrr Decimal(76, 3) COMMENT 'MRR now, minor units',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant',
    first_seen DateTime64(3, 'UTC') COMMENT 'time of the first event',
    last_seen DateTime64(3, 'UTC') COMMENT 'time of the last event',
    events UInt64 COMMENT 'number of events that count',
    paying_since Nullable(DateTime64(3, 'UTC')) COMMENT 'instant of the first MRR; null where there was none',
    lost_at Nullable(DateTime64(3, 'UTC')) COMMENT 'instant at which MRR last became 0; null while there is some, or never was',
    orders UInt64 COMMENT 'number of orders',
    revenue Decimal(76, 0) COMMENT 'charged less returned, minor units',
    nps_score Nullable(Int64) COMMENT 'score of the latest NPS answer, 0 to 10; null without one',
    nps_at Nullable(DateTime64(3, 'UTC')) COMMENT 'time of that answer'
)
AS
SELECT
    seen.tenant AS tenant,
    seen.customer AS customer,
    multiIf(worth.mrr > 0, 'active', worth.customer != '', 'lost', 'never_active') AS status,
    toDecimal256(worth.mrr, 3) / 1000 AS mrr,
    seen.currency AS currency,
    fromUnixTimestamp64Milli(seen.first_time, 'UTC') AS first_seen,
    fromUnixTimestamp64Milli(seen.last_time, 'UTC') AS last_seen,
    seen.number AS events,
    if(worth.first_rows = 0, NULL, fromUnixTimestamp64Milli(worth.first_new, 'UTC')) AS paying_since,
    if(worth.mrr > 0 OR worth.churn_rows = 0, NULL, fromUnixTimestamp64Milli(worth.last_churn, 'UTC')) AS lost_at,
    seen.ordered AS orders,
    toDecimal256(seen.earned, 0) AS revenue,
    seen.nps AS nps_score,
    if(isNull(seen.nps), NULL, fromUnixTimestamp64Milli(seen.answered, 'UTC')) AS nps_at
FROM (
    SELECT
        tenant, customer, any(own_currency) AS currency, min(time) AS first_time, max(time) AS last_time, count() AS number,
        countIf(type = 'purchase' AND (NOT has_subscription OR charged > 0)) AS ordered,
        sum(multiIf(type = 'purchase', toInt256(charged), type = 'return', -toInt256(amount), toInt256(0))) AS earned,
        argMaxIf(toNullable(score), (time, id), type = 'survey' AND survey = 'nps') AS nps,
        maxIf(time, type = 'survey' AND survey = 'nps') AS answered
    FROM all_facts
    WHERE customer != ''
    GROUP BY tenant, customer
) AS seen
LEFT JOIN (
    SELECT
        tenant, customer, sum(standing * (toInt256(after) - toInt256(before))) AS mrr,
        minIf(time, type = 'new') AS first_new, countIf(type = 'new') AS first_rows,
        maxIf(time, type = 'churn') AS last_churn, countIf(type = 'churn') AS churn_rows
    FROM (
        SELECT tenant, customer, time, type, before, after, event, sum(sign) AS standing
        FROM movements
        WHERE time <= toUnixTimestamp64Milli(now64(3))
        GROUP BY tenant, customer, time, type, before, after, event
        HAVING standing > 0
    )
    GROUP BY tenant, customer
) AS worth ON worth.tenant = seen.tenant AND worth.customer = seen.customer;
-- One row a customer and property: the value that the latest event with it carries.
CREATE OR REPLACE VIEW {analytics}.customer_properties (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    property String COMMENT 'name of the property: country, channel, …',
    value String COMMENT 'its latest value',
    said_at DateTime64(3, 'UTC') COMMENT 'time of the event that carries it'
)
AS
SELECT
    p.tenant AS tenant,
    p.customer AS customer,
    p.property AS property,
    p.latest AS value,
    fromUnixTimestamp64Milli(p.said, 'UTC') AS said_at
FROM (
    SELECT tenant, customer, toString(property) AS property, argMax(value, (time, id)) AS latest, max(time) AS said
    FROM all_facts
    ARRAY JOIN mapKeys(properties) AS property, mapValues(properties) AS value
    WHERE customer != '' AND time <= toUnixTimestamp64Milli(now64(3))
    GROUP BY tenant, customer, property
) AS p;
-- One row a subscription of a customer, as known now.
CREATE OR REPLACE VIEW {analytics}.subscriptions (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    subscription String COMMENT 'id of the subscription, unique for the customer',
    status String COMMENT 'active, ended, or scheduled: it has not begun',
    plan String COMMENT 'plan now, or the last one',
    mrr Decimal(76, 3) COMMENT 'MRR now, minor units',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant',
    amount Int64 COMMENT 'price of an interval now or last, minor units',
    interval String COMMENT 'day, week, month, quarter or year',
    interval_count Int64 COMMENT 'number of those that an interval has',
    started DateTime64(3, 'UTC') COMMENT 'instant of its beginning',
    ends Nullable(DateTime64(3, 'UTC')) COMMENT 'instant at which it ended or will end, as known now; null where no end is known'
)
AS
SELECT
    s.tenant AS tenant,
    s.customer AS customer,
    s.subscription AS subscription,
    multiIf(s.running > 0, 'active', s.begun = 0, 'scheduled', 'ended') AS status,
    s.shown.1 AS plan,
    toDecimal256(s.worth, 3) / 1000 AS mrr,
    s.currency AS currency,
    s.shown.2 AS amount,
    s.shown.3 AS interval,
    s.shown.4 AS interval_count,
    fromUnixTimestamp64Milli(s.first, 'UTC') AS started,
    if(s.last = 9223372036854775807, NULL, fromUnixTimestamp64Milli(s.last, 'UTC')) AS ends
FROM (
    SELECT
        tenant, customer, subscription, any(currency) AS currency, min(start) AS first, max(stop) AS last,
        countIf(start <= toUnixTimestamp64Milli(now64(3))) AS begun,
        countIf(start <= toUnixTimestamp64Milli(now64(3)) AND stop > toUnixTimestamp64Milli(now64(3))) AS running,
        sumIf(mrr, start <= toUnixTimestamp64Milli(now64(3)) AND stop > toUnixTimestamp64Milli(now64(3))) AS worth,
        -- the stretch of now, else the last one, else the first to come
        argMin((plan, amount, billing_interval, billing_interval_count), if(start <= toUnixTimestamp64Milli(now64(3)), (0, -start), (1, start))) AS shown
    FROM subscription_stretches
    GROUP BY tenant, customer, subscription
) AS s;
-- One row a stretch of time in which a subscription has one price: from a purchase to what ends or replaces it.
CREATE OR REPLACE VIEW {analytics}.subscription_periods (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    subscription String COMMENT 'id of the subscription, unique for the customer',
    event String COMMENT 'id of the purchase that began it',
    plan String COMMENT 'plan',
    mrr Decimal(76, 3) COMMENT 'MRR while it lasts, minor units',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant',
    started DateTime64(3, 'UTC') COMMENT 'its first instant; may lie ahead',
    ends Nullable(DateTime64(3, 'UTC')) COMMENT 'the instant after its last; null where no end is known'
)
AS
SELECT
    s.tenant AS tenant,
    s.customer AS customer,
    s.subscription AS subscription,
    s.id AS event,
    s.plan AS plan,
    toDecimal256(s.mrr, 3) / 1000 AS mrr,
    s.currency AS currency,
    fromUnixTimestamp64Milli(s.start, 'UTC') AS started,
    if(s.stop = 9223372036854775807, NULL, fromUnixTimestamp64Milli(s.stop, 'UTC')) AS ends
FROM subscription_stretches AS s;
-- One row a change of the MRR of a customer that stands as known now and has come.
CREATE OR REPLACE VIEW {analytics}.movements (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it happened, UTC',
    day Date32 COMMENT 'calendar day of `time` in the time zone of the tenant',
    type String COMMENT 'new, expansion, contraction, churn or reactivation',
    before Decimal(76, 3) COMMENT 'MRR of the customer before, minor units',
    after Decimal(76, 3) COMMENT 'MRR of the customer after, minor units',
    amount Decimal(76, 3) COMMENT 'after − before, minor units; contraction and churn are negative',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant',
    event String COMMENT 'id of the event behind it',
    known_at DateTime64(3, 'UTC') COMMENT 'instant since which it is known'
)
AS
SELECT
    m.tenant AS tenant,
    m.customer AS customer,
    fromUnixTimestamp64Milli(m.time, 'UTC') AS time,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(m.time, 'UTC'), '%F', t.zone)) AS day,
    toString(m.type) AS type,
    toDecimal256(m.before, 3) / 1000 AS before,
    toDecimal256(m.after, 3) / 1000 AS after,
    toDecimal256((toInt256(m.after) - toInt256(m.before)), 3) / 1000 AS amount,
    t.currency AS currency,
    m.event AS event,
    fromUnixTimestamp64Milli(m.known, 'UTC') AS known_at
FROM (
    SELECT tenant, customer, time, type, before, after, event, maxIf(known_at, sign > 0) AS known
    FROM movements
    WHERE time <= toUnixTimestamp64Milli(now64(3))
    GROUP BY tenant, customer, time, type, before, after, event
    HAVING sum(sign) > 0
) AS m
INNER JOIN tenant_settings AS t ON t.tenant = m.tenant;
-- One row a cancellation.
CREATE OR REPLACE VIEW {analytics}.cancellations (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    event String COMMENT 'id of the event',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it was said, UTC',
    effective DateTime64(3, 'UTC') COMMENT 'instant at which it acts, UTC; may lie ahead',
    effective_day Date32 COMMENT 'calendar day of `effective` in the time zone of the tenant',
    subscription String COMMENT 'id of the subscription; empty: all of the customer',
    reason String COMMENT 'reason as sent; empty without one',
    voluntary Bool COMMENT 'the customer wished it',
    lost_mrr Decimal(76, 3) COMMENT 'MRR that the customer loses by it, minor units, positive; 0 where it ended nothing',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant'
)
AS
SELECT
    f.tenant AS tenant,
    f.customer AS customer,
    f.id AS event,
    fromUnixTimestamp64Milli(f.time, 'UTC') AS time,
    fromUnixTimestamp64Milli(f.effective, 'UTC') AS effective,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(f.effective, 'UTC'), '%F', f.zone)) AS effective_day,
    f.subscription AS subscription,
    f.reason AS reason,
    f.voluntary AS voluntary,
    toDecimal256(taken.mrr, 3) / 1000 AS lost_mrr,
    f.own_currency AS currency
FROM (SELECT * FROM all_facts WHERE type = 'cancellation') AS f
LEFT JOIN (
    SELECT tenant, customer, event, sum(toInt256(sign) * (toInt256(before) - toInt256(after))) AS mrr
    FROM movements
    WHERE type IN ('churn', 'contraction')
    GROUP BY tenant, customer, event
) AS taken ON taken.tenant = f.tenant AND taken.customer = f.customer AND taken.event = f.id;
-- One row a purchase: one charge.
CREATE OR REPLACE VIEW {analytics}.purchases (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    event String COMMENT 'id of the event',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it happened, UTC',
    day Date32 COMMENT 'calendar day of `time` in the time zone of the tenant',
    charged Int64 COMMENT 'what it billed, minor units; what revenue sums',
    amount Int64 COMMENT 'price, minor units; of a subscription that of a whole interval',
    currency String COMMENT 'ISO 4217 code',
    is_order Bool COMMENT 'counts as an order: all but subscriptions that charged 0',
    quantity Int64 COMMENT 'units',
    order String COMMENT 'order as sent',
    product String COMMENT 'product as sent',
    offer_code String COMMENT 'offer code as sent',
    programme String COMMENT 'retention, or empty',
    sale String COMMENT 'standard, upsell or cross_sell; empty where not sent',
    subscription String COMMENT 'id of the subscription; empty: a single sale',
    plan String COMMENT 'plan of the subscription'
)
AS
SELECT
    f.tenant AS tenant,
    f.customer AS customer,
    f.id AS event,
    fromUnixTimestamp64Milli(f.time, 'UTC') AS time,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(f.time, 'UTC'), '%F', zone)) AS day,
    f.charged AS charged,
    f.amount AS amount,
    toString(f.currency) AS currency,
    toBool(NOT f.has_subscription OR f.charged > 0) AS is_order,
    f.quantity AS quantity,
    toString(f.order) AS order,
    toString(f.product) AS product,
    toString(f.offer_code) AS offer_code,
    toString(f.programme) AS programme,
    toString(f.sale) AS sale,
    toString(f.subscription) AS subscription,
    toString(f.plan) AS plan
FROM (SELECT * FROM all_facts WHERE type = 'purchase') AS f;
-- One row a return.
CREATE OR REPLACE VIEW {analytics}.returns (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    event String COMMENT 'id of the event',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it happened, UTC',
    day Date32 COMMENT 'calendar day of `time` in the time zone of the tenant',
    amount Int64 COMMENT 'given back, minor units',
    currency String COMMENT 'ISO 4217 code',
    quantity Int64 COMMENT 'units',
    order String COMMENT 'order it belongs to'
)
AS
SELECT
    f.tenant AS tenant,
    f.customer AS customer,
    f.id AS event,
    fromUnixTimestamp64Milli(f.time, 'UTC') AS time,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(f.time, 'UTC'), '%F', zone)) AS day,
    f.amount AS amount,
    toString(f.currency) AS currency,
    f.quantity AS quantity,
    toString(f.order) AS order
FROM (SELECT * FROM all_facts WHERE type = 'return') AS f;
-- One row an answer to a survey.
CREATE OR REPLACE VIEW {analytics}.survey_answers (
    tenant LowCardinality(String) COMMENT 'tenant',
    customer String COMMENT 'customer',
    event String COMMENT 'id of the event',
    time DateTime64(3, 'UTC') COMMENT 'instant at which it happened, UTC',
    day Date32 COMMENT 'calendar day of `time` in the time zone of the tenant',
    survey String COMMENT 'nps, csat or ces',
    score Int64 COMMENT 'score as given',
    scale_min Int64 COMMENT 'least score possible',
    scale_max Int64 COMMENT 'greatest score possible',
    kind String COMMENT 'of nps promoter (9–10), passive, detractor (0–6); of csat satisfied (above the middle of the scale), unsatisfied; of ces empty',
    touchpoint String COMMENT 'touchpoint as sent',
    verbatim String COMMENT 'words of the respondent',
    respondent String COMMENT 'who answered; the customer where no other was named',
    is_latest Bool COMMENT 'no later answer to this survey by the same respondent is known'
)
AS
SELECT
    f.tenant AS tenant,
    f.customer AS customer,
    f.id AS event,
    fromUnixTimestamp64Milli(f.time, 'UTC') AS time,
    toDate32(formatDateTime(fromUnixTimestamp64Milli(f.time, 'UTC'), '%F', zone)) AS day,
    toString(f.survey) AS survey,
    f.score AS score,
    f.scale_min AS scale_min,
    f.scale_max AS scale_max,
    multiIf(
        f.survey = 'nps', multiIf(f.score >= 9, 'promoter', f.score >= 7, 'passive', 'detractor'),
        f.survey = 'csat', if(toInt256(f.score) - f.scale_min > toInt256(f.scale_max) - f.score, 'satisfied', 'unsatisfied'),
        ''
    ) AS kind,
    toString(f.touchpoint) AS touchpoint,
    toString(f.verbatim) AS verbatim,
    if(f.respondent = '', f.customer, f.respondent) AS respondent,
    toBool(row_number() OVER (PARTITION BY f.tenant, f.customer, f.survey, if(f.respondent = '', f.customer, f.respondent) ORDER BY f.time DESC, f.id DESC) = 1) AS is_latest
FROM (SELECT * FROM all_facts WHERE type = 'survey') AS f;
-- One row a tenant and day, from its first event to today, days without a change too.
CREATE OR REPLACE VIEW {analytics}.mrr_daily (
    tenant LowCardinality(String) COMMENT 'tenant',
    day Date32 COMMENT 'calendar day in the time zone of the tenant; today with what is scheduled for later today',
    opening Decimal(76, 3) COMMENT 'MRR when the day began, minor units',
    new Decimal(76, 3) COMMENT 'MRR of customers who never had any, minor units',
    expansion Decimal(76, 3) COMMENT 'growth of customers who had some, minor units',
    contraction Decimal(76, 3) COMMENT 'decline of customers who keep some, minor units, negative',
    churn Decimal(76, 3) COMMENT 'MRR of customers who keep none, minor units, negative',
    reactivation Decimal(76, 3) COMMENT 'MRR of customers who had had some before, minor units',
    mrr Decimal(76, 3) COMMENT 'MRR when the day ended: opening and the five movements, minor units',
    currency String COMMENT 'ISO 4217 code of the currency of the tenant',
    paying Int64 COMMENT 'customers with MRR when the day ended'
)
AS
SELECT
    d.tenant AS tenant,
    d.day AS day,
    toDecimal256((sum(m.total) OVER past - m.total), 3) / 1000 AS opening,
    toDecimal256(m.came, 3) / 1000 AS new,
    toDecimal256(m.grew, 3) / 1000 AS expansion,
    toDecimal256(m.shrank, 3) / 1000 AS contraction,
    toDecimal256(m.went, 3) / 1000 AS churn,
    toDecimal256(m.returned, 3) / 1000 AS reactivation,
    toDecimal256((sum(m.total) OVER past), 3) / 1000 AS mrr,
    d.currency AS currency,
    sum(m.more) OVER past AS paying
FROM tenant_days AS d
LEFT JOIN (
    SELECT
        movements.tenant AS tenant, toDate32(formatDateTime(fromUnixTimestamp64Milli(time, 'UTC'), '%F', zone)) AS moved_on,
        sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), type = 'new') AS came,
        sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), type = 'expansion') AS grew,
        sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), type = 'contraction') AS shrank,
        sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), type = 'churn') AS went,
        sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), type = 'reactivation') AS returned,
        came + grew + shrank + went + returned AS total,
        sumIf(toInt64(sign), type IN ('new', 'reactivation')) - sumIf(toInt64(sign), type = 'churn') AS more
    FROM movements INNER JOIN tenant_settings ON tenant_settings.tenant = movements.tenant
    GROUP BY tenant, moved_on
) AS m ON m.tenant = d.tenant AND m.moved_on = d.day
WINDOW past AS (PARTITION BY d.tenant ORDER BY d.day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
-- One row a tenant, day and metric, as `series` of the API with `interval=day` gives it, days without an event too.
CREATE OR REPLACE VIEW {analytics}.metric_daily (
    tenant LowCardinality(String) COMMENT 'tenant',
    day Date32 COMMENT 'calendar day in the time zone of the tenant; today so far',
    metric String COMMENT 'mrr, mrr_new, mrr_expansion, mrr_contraction, mrr_churn, mrr_reactivation, revenue, orders, nps, nps_responses or csat',
    value Nullable(Float64) COMMENT 'minor units, counts, points (nps) or a share (csat); null where nobody answered',
    numerator Decimal(76, 3) COMMENT 'of nps 100 × (promoters − detractors), of csat the satisfied; else the value',
    denominator Int64 COMMENT 'of nps and csat the answers; else 1'
)
AS
SELECT
    v.tenant AS tenant,
    v.day AS day,
    v.part.1 AS metric,
    if(v.part.3 = 0, NULL, toFloat64(v.part.2) / v.part.3) AS value,
    v.part.2 AS numerator,
    v.part.3 AS denominator
FROM (
    SELECT
        tenant, day,
        arrayJoin([
            ('mrr', mrr, toInt64(1)), ('mrr_new', new, 1), ('mrr_expansion', expansion, 1), ('mrr_contraction', contraction, 1),
            ('mrr_churn', churn, 1), ('mrr_reactivation', reactivation, 1)
        ]) AS part
    FROM {analytics}.mrr_daily
    UNION ALL
    SELECT
        d.tenant, d.day,
        arrayJoin([
            ('revenue', toDecimal256(counted.earned, 3), toInt64(1)), ('orders', toDecimal256(counted.ordered, 3), 1),
            ('nps', toDecimal256(100 * (asked.promoters - asked.detractors), 3), asked.respondents),
            ('nps_responses', toDecimal256(asked.respondents, 3), 1), ('csat', toDecimal256(counted.satisfied, 3), counted.answers)
        ])
    FROM tenant_days AS d
    LEFT JOIN (
        SELECT
            tenant, toDate32(formatDateTime(fromUnixTimestamp64Milli(time, 'UTC'), '%F', zone)) AS happened_on,
            sum(multiIf(type = 'purchase', toInt256(charged), type = 'return', -toInt256(amount), toInt256(0))) AS earned,
            toInt64(countIf(type = 'purchase' AND (NOT has_subscription OR charged > 0))) AS ordered,
            toInt64(countIf(survey = 'csat')) AS answers,
            toInt64(countIf(survey = 'csat' AND toInt256(score) - scale_min > toInt256(scale_max) - score)) AS satisfied
        FROM all_facts
        WHERE type IN ('purchase', 'return', 'survey')
        GROUP BY tenant, happened_on
    ) AS counted ON counted.tenant = d.tenant AND counted.happened_on = d.day
    LEFT JOIN (
        -- Of each respondent the latest answer of the day.
        SELECT tenant, happened_on, toInt64(count()) AS respondents, toInt64(countIf(last >= 9)) AS promoters, toInt64(countIf(last <= 6)) AS detractors
        FROM (
            SELECT tenant, toDate32(formatDateTime(fromUnixTimestamp64Milli(time, 'UTC'), '%F', zone)) AS happened_on, argMax(score, (time, id)) AS last
            FROM all_facts
            WHERE type = 'survey' AND survey = 'nps'
            GROUP BY tenant, happened_on, customer, if(respondent = customer, '', respondent)
        )
        GROUP BY tenant, happened_on
    ) AS asked ON asked.tenant = d.tenant AND asked.happened_on = d.day
) AS v;
