import type { FaultOptions } from '../options.ts';
import type { RowResult } from './row.ts';

/** What programs read. */
export type ShortResult = Omit<RowResult, 'number'>;

export const shortResult = ({ number: _, ...rest }: RowResult): ShortResult => rest;

const rowText = ({
  number,
  name,
  runs,
  kills,
  events,
  lost,
  doubled,
  wrong,
  seconds,
  not_run,
}: RowResult): string =>
  not_run === null
    ? `| ${number} | ${name} | ${runs} | ${kills} | ${events} | ${lost} | ${doubled} | ${wrong} | ${seconds} s |`
    : `| ${number} | ${name} | not run: ${not_run} | | | | | | |`;

/** The table as docs/delivery.md shows it. */
export const tableOf = (
  results: readonly RowResult[],
  { seed, short }: FaultOptions,
  seconds: number,
): string => {
  const kills = results.reduce((sum, result) => sum + result.kills, 0);
  return [
    '| | fault | runs | kills | events | lost | doubled | wrong | took |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(rowText),
    '',
    `${short ? 'Short' : 'Full'} form, seed ${seed}, ${kills} kills, ${Math.round(seconds / 60)} minutes.`,
    '',
  ].join('\n');
};
