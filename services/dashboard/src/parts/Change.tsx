import { changeText, type Kind } from '../words/numbers.ts';

/** Where less is better. */
const LOWER: ReadonlySet<string> = new Set([
  'customer_churn_rate',
  'revenue_churn_rate',
  'net_revenue_churn_rate',
  'customers_lost',
  'product_return_rate',
  'cac',
  'dso',
]);

interface Props {
  readonly metric: string;
  readonly kind: Kind;
  readonly now: number | null | undefined;
  readonly before: number | null | undefined;
  readonly currency: string | null;
}

/** A change against the window before, coloured by whether it is one to like. */
export const Change = ({ metric, kind, now = null, before = null, currency }: Props) => {
  const text = changeText(kind, now, before, currency);
  if (text === null || now === null || before === null) return <span className="change" />;
  const direction = Math.sign(now - before) * (LOWER.has(metric) ? -1 : 1);
  const feeling = direction > 0 ? ' good' : direction < 0 ? ' bad' : '';
  return (
    <span className={`change digits${feeling}`} title="against the window before">
      {text}
    </span>
  );
};
