const MINUS = '−';
const NONE = '–';
const DAY = 86_400_000;

const digitsOf = (currency) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;

const withMinus = (text) => text.replace('-', MINUS);

const number = (value, options) => withMinus(new Intl.NumberFormat(undefined, options).format(value));

/** Minor units as money. `bare` leaves the currency out, `compact` shortens (12.4K), `signed` writes the plus too. */
export const money = (minor, currency, { bare = false, compact = false, signed = false } = {}) => {
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

export const count = (value, signed = false) =>
  number(value, { maximumFractionDigits: 0, ...(signed ? { signDisplay: 'exceptZero' } : {}) });

const percent = (value, digits, signed) =>
  number(value, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
  });

const decimal = (value, digits, signed) =>
  number(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
  });

/** How each kind of value is written, and how a change of it: money and counts in per cent, ratios and points by difference. */
const KINDS = {
  money: {
    write: money,
    change: (now, before, currency) =>
      before === 0
        ? money(now, currency, { compact: true, signed: true })
        : percent(now / before - 1, 1, true),
  },
  count: {
    write: (value) => count(value),
    change: (now, before) => (before === 0 ? count(now, true) : percent(now / before - 1, 1, true)),
  },
  ratio: {
    write: (value) => percent(value, 2, false),
    change: (now, before) => `${decimal((now - before) * 100, 2, true)} pp`,
  },
  factor: {
    write: (value) => `${decimal(value, 2, false)}×`,
    change: (now, before) => decimal(now - before, 2, true),
  },
  points: {
    write: (value) => decimal(value, 1, false),
    change: (now, before) => decimal(now - before, 1, true),
  },
};

export const valueText = (kind, value, currency) =>
  value === null ? NONE : KINDS[kind].write(value, currency);

/** null where there is nothing to compare. */
export const changeText = (kind, now, before, currency) =>
  now === null || before === null || (now === 0 && before === 0)
    ? null
    : KINDS[kind].change(now, before, currency);

/** Times of the API are written in the tenant's zone already; reading them anew would move them into the browser's. */
export const dateOf = (time) => time.slice(0, 10);
export const clockOf = (time) => time.slice(11, 19);

/** A date, some days on. */
export const shiftDate = (date, days) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

export const dateText = (date, options = { day: 'numeric', month: 'short' }) =>
  new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options }).format(
    Date.parse(`${dateOf(date)}T00:00:00Z`),
  );

/** A day; its year only where it is not the one we are in. */
export const dayText = (date) =>
  dateText(date, {
    day: 'numeric',
    month: 'short',
    ...(Number(date.slice(0, 4)) === new Date().getFullYear() ? {} : { year: 'numeric' }),
  });
