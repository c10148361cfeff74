/** What one run got wrong. All three are 0, or something is broken. */
export interface Verdict {
  /** Acknowledged events, records, letters or movements that are nowhere. */
  lost: number;
  /** Rows beyond one a record, and events that count more than once. */
  doubled: number;
  /** Values, outcomes and positions that differ from the oracle's. */
  wrong: number;
  readonly notes: string[];
}

const MOST_NOTES = 60;

export const openVerdict = () => {
  const verdict: Verdict = { lost: 0, doubled: 0, wrong: 0, notes: [] };
  const found =
    (kind: 'lost' | 'doubled' | 'wrong') =>
    (note: string, count = 1): void => {
      verdict[kind] += count;
      if (verdict.notes.length < MOST_NOTES) verdict.notes.push(`${kind}: ${note}`);
    };
  return { verdict, lost: found('lost'), doubled: found('doubled'), wrong: found('wrong') };
};
export type OpenVerdict = ReturnType<typeof openVerdict>;
