import { effort, netPromoters, satisfaction } from './answers.ts';
import type { Books } from './books.ts';
import { bridgeRow } from './bridge.ts';
import { buyingIn } from './buying.ts';
import { recipientsIn } from './campaigns.ts';
import { engagementIn } from './engagement.ts';
import { type Fraction, fraction, fromDecimal, minus, over, plus, times } from './fraction.ts';
import { highValueGrowth, highValueShare } from './highValue.ts';
import { owedIn, spentIn } from './money.ts';
import { type Span, within } from './span.ts';

const ONE = fraction(1);
const THIRTY = fraction(30);

const count = (wanted: readonly boolean[]): Fraction => fraction(wanted.filter(Boolean).length);
const ofThousandths = (amount: bigint): Fraction => fraction(amount, 1000);
const less = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const customersIn = ({ customers }: Books, span: Span) => {
  const was = customers.map(({ activeBefore }) => activeBefore(span.start));
  const is = customers.map(({ activeBefore }) => activeBefore(span.end));
  const gained = customers.map(({ firstActive }) => firstActive !== undefined && within(firstActive, span));
  return {
    atStart: count(was),
    atEnd: count(is),
    gained: count(gained),
    lost: count(was.map((active, index) => active && !is[index])),
    stayed: count(was.map((active, index) => active && is[index]!)),
  };
};

const recurringIn = ({ customers }: Books, span: Span) => {
  const worths = customers.map(
    ({ worthBefore }) => [worthBefore(span.start), worthBefore(span.end)] as const,
  );
  const sum = (what: (was: bigint, is: bigint) => bigint) =>
    ofThousandths(worths.reduce((total, [was, is]) => total + what(was, is), 0n));
  return {
    atStart: sum((was) => was),
    atEnd: sum((_was, is) => is),
    kept: sum((was, is) => (was > 0n ? is : 0n)),
    floor: sum(less),
    paying: count(worths.map(([, is]) => is > 0n)),
    committed: ofThousandths(
      customers.reduce((total, { committedBefore }) => total + committedBefore(span.end), 0n),
    ),
  };
};

/** 1 − a ratio, where there is one. */
const oneLess = (ratio: Fraction | null): Fraction | null => ratio && minus(ONE, ratio);
/** × 30 ÷ days of the span; `all` has no days. */
const aMonth = (value: Fraction | null, { days }: Span): Fraction | null =>
  value && days !== null ? times(value, over(THIRTY, fraction(days))!) : null;

/** Every metric, by id. The standard error is given squared. */
export const metricsOf = (books: Books, span: Span): Readonly<Record<string, Fraction | null>> => {
  const customers = customersIn(books, span);
  const recurring = recurringIn(books, span);
  const moved = bridgeRow(books, span, 'events');
  const buying = buyingIn(books, span);
  const promoters = netPromoters(books, span);
  const revenue = fraction(buying.revenue);
  const churn = over(customers.lost, customers.atStart);
  const kept = over(recurring.kept, recurring.atStart);
  const gross = over(recurring.floor, recurring.atStart);
  const perAccount = over(recurring.atEnd, recurring.paying);
  const monthlyChurn = aMonth(churn, span);
  const lifetime =
    perAccount &&
    monthlyChurn &&
    over(times(perAccount, fromDecimal(String(books.settings.gross_margin))), monthlyChurn);
  const spent = spentIn(books, span);
  const recipients = recipientsIn(books, span);
  const engagement = engagementIn(books, span);
  const owed = owedIn(books, span);
  const acquisition = over(spent.acquisition, customers.gained);
  const nonRecurring = aMonth(fraction(buying.nonRecurring), span);
  return {
    customers_active: customers.atEnd,
    customers_new: customers.gained,
    customers_lost: customers.lost,
    customer_churn_rate: churn,
    retention_rate: over(customers.stayed, customers.atStart),
    mrr: recurring.atEnd,
    arr: times(recurring.atEnd, fraction(12)),
    committed_mrr: recurring.committed,
    mrr_new: ofThousandths(moved.new),
    mrr_expansion: ofThousandths(moved.expansion),
    mrr_contraction: ofThousandths(moved.contraction),
    mrr_churn: ofThousandths(moved.churn),
    mrr_reactivation: ofThousandths(moved.reactivation),
    quick_ratio: over(
      fraction(moved.new + moved.expansion + moved.reactivation),
      fraction(-(moved.contraction + moved.churn)),
    ),
    nrr: kept,
    grr: gross,
    revenue_churn_rate: oneLess(gross),
    net_revenue_churn_rate: oneLess(kept),
    existing_revenue_growth: kept && minus(kept, ONE),
    arpa: perAccount,
    revenue,
    orders: fraction(buying.orders),
    arpc: over(times(revenue, fraction(2)), plus(customers.atStart, customers.atEnd)),
    mrr_with_non_recurring: nonRecurring && plus(recurring.atEnd, nonRecurring),
    clv: lifetime,
    cac: acquisition,
    clv_cac_ratio: lifetime && acquisition && over(lifetime, acquisition),
    profit_per_customer: lifetime && acquisition && minus(lifetime, acquisition),
    clv_to_date: buying.clvToDate,
    nps: promoters.score,
    nps_responses: fraction(promoters.responses),
    nps_standard_error: promoters.squaredError,
    csat: satisfaction(books, span),
    ces: effort(books, span),
    repeat_purchase_rate: buying.repeatRate,
    loyal_customer_rate: buying.loyalRate,
    time_between_purchases: buying.timeBetween,
    existing_revenue_share: buying.existingShare,
    upsell_revenue: fraction(buying.upsell),
    upsell_share: over(fraction(buying.upsell), revenue),
    product_return_rate: over(fraction(buying.unitsReturned), fraction(buying.unitsSold)),
    high_value_share: highValueShare(books, span),
    high_value_growth: span.days === null ? null : highValueGrowth(books, span),
    campaign_open_rate: over(fraction(recipients.opened), fraction(recipients.sent)),
    campaign_click_rate: over(fraction(recipients.clicked), fraction(recipients.sent)),
    engagement_rate: over(fraction(engagement.engaged), customers.atEnd),
    activities_per_customer: over(fraction(engagement.activities), customers.atEnd),
    retention_budget_share: over(
      spent.retention,
      plus(spent.acquisition, plus(spent.retention, spent.marketing_other)),
    ),
    retention_return: over(minus(fraction(buying.byRetention), spent.retention), spent.retention),
    dso: span.days === null ? null : over(times(owed.receivable, fraction(span.days)), owed.invoiced),
  };
};
