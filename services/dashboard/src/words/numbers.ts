import type { Unit } from '../answers/shapes.ts';

const MINUS = '−';
export const NONE = '–';

const withMinus = (text: string): string => text.replace('-', MINUS);

const formats = new Map<string, Intl.NumberFormat>();
/** Making one is slow, and live numbers are written all the time. */
const number = (value: number, options: Intl.NumberFormatOptions): string => {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat(undefined, options);
  formats.set(key, format);
  return withMinus(format.format(value));
};

export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

interface MoneyStyle {
  /** Leaves the currency out. */
  readonly bare?: boolean;
  /** 12.4K */
  readonly compact?: boolean;
  /** Writes the plus too. */
  readonly signed?: boolean;
}

/** Minor units as money. */
export const money = (
  minor: number | null,
  currency: string | null,
  { bare = false, compact = false, signed = false }: MoneyStyle = {},
): string => {
  if (minor === null || currency === null) return NONE;
  const digits = digitsOf(currency);
  return number(minor / 10 ** digits, {
    ...(bare ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
    ...(compact
      ? { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
  });
};

export const count = (value: number, signed = false): string =>
  number(value, { maximumFractionDigits: 0, ...(signed ? { signDisplay: 'exceptZero' } : {}) });

export const percent = (value: number, digits = 1, signed = false): string =>
  number(value, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
  });

export const decimal = (value: number, digits: number, signed = false): string =>
  number(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
  });

/** How a value is written. A ratio that may well be above 1 is a factor. */
export type Kind = Unit | 'factor';

const FACTORS: ReadonlySet<string> = new Set(['quick_ratio', 'clv_cac_ratio', 'retention_return']);
export const kindOf = (metric: string, unit: Unit): Kind =>
  unit === 'ratio' && FACTORS.has(metric) ? 'factor' : unit;

const WRITE: Readonly<Record<Kind, (value: number, currency: string | null) => string>> = {
  money: (value, currency) => money(value, currency),
  count: (value) => number(value, { maximumFractionDigits: 2 }),
  ratio: (value) => percent(value, 2),
  factor: (value) => `${decimal(value, 2)}×`,
  points: (value) => decimal(value, 1),
  score: (value) => decimal(value, 2),
  days: (value) => `${decimal(value, 1)} days`,
};

export const valueText = (kind: Kind, value: number | null, currency: string | null): string =>
  value === null ? NONE : WRITE[kind](value, currency);

const share = (now: number, before: number): string => percent(now / before - 1, 1, true);

/** Money and counts change in per cent, from nothing by the amount; ratios, points and the rest by their difference. */
const CHANGE: Readonly<Record<Kind, (now: number, before: number, currency: string | null) => string>> = {
  money: (now, before, currency) =>
    before === 0 ? money(now, currency, { compact: true, signed: true }) : share(now, before),
  count: (now, before) => (before === 0 ? count(now, true) : share(now, before)),
  ratio: (now, before) => `${decimal((now - before) * 100, 2, true)} pp`,
  factor: (now, before) => decimal(now - before, 2, true),
  points: (now, before) => decimal(now - before, 1, true),
  score: (now, before) => decimal(now - before, 2, true),
  days: (now, before) => decimal(now - before, 1, true),
};

/** null where there is nothing to compare. */
export const changeText = (
  kind: Kind,
  now: number | null,
  before: number | null,
  currency: string | null,
): string | null =>
  now === null || before === null || (now === 0 && before === 0) ? null : CHANGE[kind](now, before, currency);

/** For the axis of a chart: short. */
export const axisText = (kind: Kind, value: number, currency: string | null): string => {
  if (kind === 'money') return money(value, currency, { compact: true });
  if (kind === 'ratio') return number(value, { style: 'percent', maximumFractionDigits: 1 });
  if (kind === 'factor') return `${number(value, { maximumFractionDigits: 2 })}×`;
  return number(value, { notation: 'compact', maximumFractionDigits: 1 });
};
