import type { LogReader } from '@tidemark/kafka';
import {
  type AuditObservation,
  mismatchesOf,
  type Observation,
  type RecordOutcome,
} from '@tidemark/pipeline';
import { processSamples, type Sample } from '@tidemark/runtime';

/** What the processor has done since it started, kept for /metrics. */
export interface Counters {
  readonly observe: (observation: Observation) => void;
  readonly observeAudit: (observation: AuditObservation) => void;
  readonly samples: (states: ReturnType<LogReader['states']>) => readonly Sample[];
}

const OUTCOMES: readonly RecordOutcome[] = ['applied', 'duplicate', 'conflict', 'dead'];

export const createCounters = (): Counters => {
  const records: Record<RecordOutcome, number> = { applied: 0, duplicate: 0, conflict: 0, dead: 0 };
  let batches = 0;
  let inserts = 0;
  let rows = 0;
  let retries = 0;
  let lost = 0;
  let checks = 0;
  let mismatches = 0;
  const backlogs = new Map<number, { readonly rows: number; readonly bytes: number }>();

  const observe = (observation: Observation): void => {
    switch (observation.kind) {
      case 'applied':
        batches++;
        for (const outcome of OUTCOMES) records[outcome] += observation.counts[outcome];
        backlogs.set(observation.partition, observation.backlog);
        break;
      case 'stored':
        inserts++;
        rows += observation.sent.rows;
        backlogs.set(observation.partition, observation.backlog);
        break;
      case 'claimed':
        backlogs.set(observation.partition, observation.backlog);
        break;
      case 'retrying':
        retries++;
        break;
      case 'lost':
        lost++;
        break;
      case 'released':
        backlogs.delete(observation.partition);
        break;
    }
  };

  const observeAudit = (observation: AuditObservation): void => {
    if (observation.kind === 'looked') checks += observation.comparisons;
    if (observation.kind === 'differs') mismatches += mismatchesOf(observation.results);
  };

  const counter = (name: string, help: string, value: number): Sample => ({
    name: `tidemark_${name}_total`,
    help,
    type: 'counter',
    value,
  });

  const samples: Counters['samples'] = (states) => [
    ...OUTCOMES.map(
      (outcome): Sample => ({
        ...counter('records', 'Records dealt with, by what became of them', records[outcome]),
        labels: { outcome },
      }),
    ),
    counter('batches', 'Plans committed to the live store', batches),
    counter('inserts', 'Ranges stored in history', inserts),
    counter('history_rows', 'Rows stored in history', rows),
    counter('retries', 'Steps tried again', retries),
    counter('partitions_lost', 'Partitions found fenced or moved', lost),
    counter('audit_checks', 'Comparisons of the live store with history', checks),
    counter('audit_mismatches', 'Comparisons that differed and were told; 0 is what it must be', mismatches),
    ...[...backlogs].map(
      ([partition, backlog]): Sample => ({
        name: 'tidemark_outbox_rows',
        help: 'Rows waiting for history',
        type: 'gauge',
        value: backlog.rows,
        labels: { partition },
      }),
    ),
    ...[...backlogs].map(
      ([partition, backlog]): Sample => ({
        name: 'tidemark_outbox_bytes',
        help: 'Bytes waiting for history',
        type: 'gauge',
        value: backlog.bytes,
        labels: { partition },
      }),
    ),
    ...states.map(
      ({ partition, position, wanted }): Sample => ({
        name: 'tidemark_fetched_records',
        help: 'Records fetched and not yet applied',
        type: 'gauge',
        value: position === null || wanted === null ? 0 : wanted - position,
        labels: { partition },
      }),
    ),
    ...states.map(
      ({ partition, stopped }): Sample => ({
        name: 'tidemark_partition_stopped',
        help: '1 where a partition was stopped and needs an operator',
        type: 'gauge',
        value: stopped === null ? 0 : 1,
        labels: { partition },
      }),
    ),
    ...processSamples(),
  ];

  return { observe, observeAudit, samples };
};
