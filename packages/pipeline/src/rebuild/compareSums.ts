import type { Finding } from '../audit/finding.ts';
import type { Cells } from './ports.ts';

type Days = ReadonlyMap<number | null, bigint> | undefined;

const sumUpTo = (days: Days, day: number): bigint =>
  [...(days ?? [])].reduce((sum, [from, delta]) => (from === null || from <= day ? sum + delta : sum), 0n);

/** How a term stands on the last past day, and on each later one on which it changes. */
const compareTerm = (where: string, expected: Days, found: Days, base: number): readonly Finding[] => {
  const ahead = [...(expected?.keys() ?? []), ...(found?.keys() ?? [])].filter(
    (day): day is number => day !== null && day > base,
  );
  return [base, ...new Set(ahead)].flatMap((day) => {
    const wanted = sumUpTo(expected, day);
    const held = sumUpTo(found, day);
    if (wanted === held) return [];
    return [{ where: `${where} at day ${day}`, expected: String(wanted), found: String(held) }];
  });
};

/** Sums as they are kept against sums counted anew; `base`: the last day that counts as past. */
export const compareSums = (where: string, expected: Cells, found: Cells, base: number): Finding[] =>
  [...new Set([...expected.keys(), ...found.keys()])].flatMap((term) =>
    compareTerm(`${where} ${term}`, expected.get(term), found.get(term), base),
  );
