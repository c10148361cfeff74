import type { AuditObservation, Observation } from '@tidemark/pipeline';
import type { Log } from '@tidemark/runtime';

/** A store that is away fails every partition; one line for all of them now and then is enough. */
const QUIET = 10_000;

/** Steps that have a page of their own about being tried again. */
const PAGES: Readonly<Record<string, string>> = {
  'read settings': 'docs/runbook/settings-unreadable.md',
  'fix currencies': 'docs/runbook/settings-unreadable.md',
};

/** One log line for each thing an operator must know; what goes well all the time is counted, not told. */
export const createReport = (log: Log, now: () => number): ((observation: Observation) => void) => {
  const lastTold = new Map<string, number>();
  const isNews = (what: string): boolean => {
    const last = lastTold.get(what);
    if (last !== undefined && now() - last < QUIET) return false;
    lastTold.set(what, now());
    return true;
  };

  return (observation) => {
    const { partition } = observation;
    switch (observation.kind) {
      case 'claimed': {
        const { epoch, next, backlog } = observation;
        log.debug({ partition, epoch, next, backlog: backlog.rows }, `partition ${partition} claimed`);
        break;
      }
      case 'retrying': {
        const { step, error, attempts } = observation;
        if (isNews(`failing ${step}`))
          log.warn(
            { partition, attempts, err: error, runbook: PAGES[step] ?? error.runbook },
            `cannot ${step} yet, trying again`,
          );
        break;
      }
      case 'rebuilding': {
        const { from, to } = observation;
        log.warn(
          { partition, from, to, runbook: 'docs/runbook/live-store-lost.md' },
          `partition ${partition}: the live store was lost or is behind history; rebuilding from ${from} to ${to}`,
        );
        break;
      }
      case 'recounted': {
        const { tenant, history_version } = observation;
        log.info({ partition, tenant, history_version }, 'sums counted anew after a change of settings');
        break;
      }
      case 'corrected': {
        const { tenant, ledger_version, rows } = observation;
        log.info(
          { partition, tenant, ledger_version, rows },
          'movements written anew after a change of settings',
        );
        break;
      }
      case 'recovered': {
        const { step, attempts } = observation;
        if (isNews(`working ${step}`)) log.info({ partition, attempts }, `could ${step} after failures`);
        lastTold.delete(`failing ${step}`);
        break;
      }
      case 'waiting': {
        const { rows, bytes } = observation.backlog;
        if (isNews('waiting'))
          log.warn(
            { partition, rows, bytes, runbook: 'docs/runbook/outbox-full.md' },
            'too much is waiting for history; live numbers stand still until it is away',
          );
        break;
      }
      case 'resumed':
        if (isNews('resumed')) log.info({ partition }, 'history has caught up; live numbers go on');
        break;
      case 'lost':
        log.warn(
          { partition, reason: observation.reason, runbook: 'docs/runbook/partition-lost.md' },
          observation.reason === 'fenced'
            ? `partition ${partition}: another worker took it over, or the live store was rolled back`
            : `partition ${partition}: the live store is at another offset than it was left at`,
        );
        break;
      case 'stopped':
        log.error(
          { partition, err: observation.error, runbook: observation.error.runbook },
          `partition ${partition} stopped`,
        );
        break;
      case 'applied': {
        const { dead, conflict } = observation.counts;
        if (dead > 0)
          log.warn(
            { partition, dead, next: observation.next, runbook: 'docs/runbook/dead-letters.md' },
            `${dead} dead letters`,
          );
        if (conflict > 0)
          log.warn(
            { partition, conflict, next: observation.next, runbook: 'docs/runbook/conflicts.md' },
            `${conflict} events repeat an id with other content; the first stands`,
          );
        break;
      }
      case 'stored':
      case 'released':
        break;
    }
  };
};

/** What the audit beside the work found: a line for each check of a subject that differs, and one when it holds again. */
export const createAuditReport =
  (log: Log): ((observation: AuditObservation) => void) =>
  (observation) => {
    switch (observation.kind) {
      case 'differs':
        for (const { check, mismatches } of observation.results) {
          const { where, expected, found } = mismatches[0]!;
          log.error(
            {
              where,
              expected,
              found,
              differing: mismatches.length,
              runbook: 'docs/runbook/audit-mismatch.md',
            },
            `the stores differ: ${check}`,
          );
        }
        break;
      case 'holds again':
        log.info({ subject: observation.subject }, 'what differed between the stores holds again');
        break;
      case 'not looked':
        log.debug({ subject: observation.subject, err: observation.error }, 'not compared now, next time');
        break;
      case 'looked':
        break;
    }
  };
