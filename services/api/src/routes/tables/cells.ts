import type { TenantView } from '../../context.ts';
import { minorUnits } from '../../json.ts';
import { type Moment, moment } from '../../parameters.ts';
import { instantOf } from '../../reading/periods.ts';
import { timeText } from '../../times.ts';

/** What tables have in common: which time they are of, and how a cell, which comes as text, is shown. */

const EVER = 9_000_000_000_000_000;

export const span = { from: moment('first moment'), to: moment('end') };

export const bounds = (
  view: TenantView,
  { from, to }: { readonly from: Moment | null; readonly to: Moment | null },
) => ({
  from: from === null ? -EVER : instantOf(view, from),
  to: to === null ? EVER : instantOf(view, to),
});

export const base = ({ tenant, now, settings }: TenantView) => ({ tenant, now, zone: settings.time_zone });

export const time = ({ settings }: TenantView, milliseconds: string | undefined): string =>
  timeText(Number(milliseconds), settings.time_zone);

export const whole = (digits: string | undefined): number => Number(digits);

export const money = (thousandths: string | undefined): number => minorUnits(BigInt(thousandths!));
