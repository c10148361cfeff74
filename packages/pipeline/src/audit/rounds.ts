import type { Wait } from '../retry.ts';
import type { Subject } from './audit.ts';
import { type CheckResult, mismatchesOf } from './finding.ts';

/** What the audit that runs beside the work has found so far. Shared through the live store. */
export interface AuditReport {
  /** Epoch milliseconds of the last look; null before the first. */
  readonly checked_at: number | null;
  /** When everything had been looked at, last. */
  readonly whole_at: number | null;
  /** Comparisons of the last round that is over, or of the first one so far. */
  readonly checks: number;
  /** By subject, what differed when it was looked at last; empty where all holds. */
  readonly open: Readonly<Record<string, readonly CheckResult[]>>;
}

export const NO_REPORT: AuditReport = { checked_at: null, whole_at: null, checks: 0, open: {} };

/** Where the report is kept, so that it survives whoever wrote it. */
export interface AuditReports {
  read(): Promise<AuditReport | null>;
  write(report: AuditReport): Promise<void>;
}

/** What one look came to: something new to tell, or all is well again. Never steers anything. */
export type AuditObservation =
  | { readonly kind: 'looked'; readonly comparisons: number }
  | { readonly kind: 'differs'; readonly subject: string; readonly results: readonly CheckResult[] }
  | { readonly kind: 'holds again'; readonly subject: string }
  | { readonly kind: 'not looked'; readonly subject: string; readonly error: unknown };

export interface RoundsContext {
  readonly look: (subject: Subject, signal: AbortSignal) => Promise<readonly CheckResult[] | null>;
  /** All there is to look at, in the order of a round. */
  readonly subjects: () => Promise<readonly Subject[]>;
  /** False where somebody else audits, where records wait, or where the live store is being made anew. */
  readonly isCalm: () => Promise<boolean>;
  /** Says the same for as long as another look would find what the last one did, unless somebody meddles. */
  readonly mark: () => Promise<string>;
  readonly reports: AuditReports;
  readonly observe: (observation: AuditObservation) => void;
  readonly wait: Wait;
  readonly now: () => number;
  readonly pace: AuditPace;
}

export interface AuditPace {
  /** Least milliseconds between two looks. */
  readonly pause: number;
  /** A look is followed by a pause so many times as long as it took. */
  readonly share: number;
  /** What has not changed is looked at again after so many milliseconds. */
  readonly again: number;
}

/** A thirtieth of a core at the most, and next to nothing where nothing happens. */
export const SLOW_PACE: AuditPace = { pause: 10_000, share: 30, again: 900_000 };

/** Some of what is open is told; all of it is counted again in the next round. */
const MOST_OPEN = 100;
const MOST_EACH = 5;

export const nameOfSubject = (subject: Subject): string => {
  switch (subject.kind) {
    case 'partitions':
      return `partition ${subject.partitions.join(', ')}`;
    case 'terms':
      return `${subject.group.name} of ${subject.tenant}`;
    default:
      return `${subject.kind} of ${subject.tenant}`;
  }
};

const brokenOf = (results: readonly CheckResult[]): readonly CheckResult[] =>
  results
    .filter(({ mismatches }) => mismatches.length > 0)
    .map(({ mismatches, ...rest }) => ({ ...rest, mismatches: mismatches.slice(0, MOST_EACH) }));

/**
 * Looks at one subject after the other for as long as the signal lets it, a small piece of work and a long pause each, and
 * begins again at the end. What cannot be looked at now is looked at in the next round.
 */
export const runRounds = async (context: RoundsContext, signal: AbortSignal): Promise<void> => {
  const { look, subjects, isCalm, mark, reports, observe, wait, now, pace } = context;
  const looked = new Map<
    string,
    { readonly mark: string; readonly at: number; readonly comparisons: number }
  >();
  let report: AuditReport | null = null;
  let round: Subject[] = [];

  const isDue = (name: string, current: string): boolean => {
    const last = looked.get(name);
    return last === undefined || last.mark !== current || now() - last.at >= pace.again;
  };

  const note = (name: string, results: readonly CheckResult[], before: AuditReport): AuditReport => {
    const broken = brokenOf(results);
    const { [name]: known, ...others } = before.open;
    if (broken.length === 0) {
      if (known !== undefined) observe({ kind: 'holds again', subject: name });
      return { ...before, open: others };
    }
    if (JSON.stringify(known) !== JSON.stringify(broken))
      observe({ kind: 'differs', subject: name, results: broken });
    const room = Object.keys(others).length < MOST_OPEN;
    return { ...before, open: room ? { ...others, [name]: broken } : others };
  };

  const comparisons = (): number => [...looked.values()].reduce((sum, each) => sum + each.comparisons, 0);

  /** Where nothing is due, everything there is was looked at lately. */
  const nextDue = async (): Promise<Subject | null> => {
    const current = await mark();
    if (round.length === 0) round = [...(await subjects())];
    for (let subject = round.shift(); subject !== undefined; subject = round.shift())
      if (isDue(nameOfSubject(subject), current)) return subject;
    return null;
  };

  const step = async (): Promise<void> => {
    if (!(await isCalm())) {
      // Whoever audits meanwhile writes a report of their own.
      report = null;
      return;
    }
    const subject = await nextDue();
    if (subject === null) return;
    const name = nameOfSubject(subject);
    const marked = await mark();
    let results: readonly CheckResult[] | null;
    try {
      results = await look(subject, signal);
    } catch (error) {
      return observe({ kind: 'not looked', subject: name, error });
    }
    if (results === null) return;
    const count = results.reduce((sum, each) => sum + each.looked, 0);
    looked.set(name, { mark: marked, at: now(), comparisons: count });
    observe({ kind: 'looked', comparisons: count });
    report = note(name, results, report ?? (await reports.read()) ?? NO_REPORT);
    const isWhole = round.length === 0;
    report = {
      ...report,
      checked_at: now(),
      whole_at: isWhole ? now() : report.whole_at,
      checks: isWhole || report.whole_at === null ? comparisons() : report.checks,
    };
    await reports.write(report);
  };

  while (!signal.aborted) {
    const began = now();
    // A store that is away is told elsewhere.
    await step().catch((error: unknown) => observe({ kind: 'not looked', subject: 'anything', error }));
    await wait(Math.max(pace.pause, pace.share * (now() - began)), signal);
  }
};

export const openMismatches = ({ open }: AuditReport): number =>
  Object.values(open).reduce((sum, results) => sum + mismatchesOf(results), 0);
