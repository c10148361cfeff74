import type { Status } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useStatus } from '../../answers/useStatus.ts';
import { Card } from '../../parts/Card.tsx';
import { Skeleton, SkeletonLines } from '../../parts/Skeleton.tsx';
import { count, decimal } from '../../words/numbers.ts';
import { clockIn } from '../../words/times.ts';
import { AuditCard } from './AuditCard.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { LetterDialog } from './LetterDialog.tsx';
import { useRate } from './useRate.ts';
import { Versions } from './Versions.tsx';

const STEPS = [
  { id: 'accepted', label: 'Accepted', text: 'Records that Kafka has taken' },
  { id: 'applied', label: 'Applied', text: 'Counted in the live numbers, in Redis' },
  { id: 'stored', label: 'Stored', text: 'In the history, in ClickHouse' },
] as const;

const Step = ({
  step,
  status,
}: {
  readonly step: (typeof STEPS)[number];
  readonly status: Status | undefined;
}) => {
  const rate = useRate(status?.[step.id]);
  const lag = status === undefined ? 0 : status.accepted - status[step.id];
  return (
    <li className={lag > 0 && status?.settled === false ? 'step behind' : 'step'} data-step={step.id}>
      <span className="quiet small">{step.label}</span>
      <span className="step-value digits">
        {status === undefined ? <Skeleton /> : count(status[step.id])}
      </span>
      <span className="small digits">
        {rate === null ? 'measuring' : `${decimal(rate, 1)} a second`}
        {step.id === 'accepted' || status === undefined
          ? ''
          : lag === 0
            ? ', nothing behind'
            : `, ${count(lag)} behind`}
      </span>
      <span className="quiet small">{step.text}</span>
    </li>
  );
};

const Oddities = ({ status }: { readonly status: Status | undefined }) => {
  const rows = [
    ['Duplicates', status?.duplicates, 'sent again with the same id and content: counted once'],
    ['Conflicts', status?.conflicts, 'sent again with other content: the first stands'],
    ['Dead letters', status?.dead_letters, 'records that could not be read, kept aside with the reason'],
  ] as const;
  return (
    <dl className="oddity-list">
      {rows.map(([name, value, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="digits strong">{value === undefined ? <Skeleton /> : count(value)}</dd>
          <dd className="quiet small">{text}</dd>
        </div>
      ))}
    </dl>
  );
};

const PartitionTable = ({ status }: { readonly status: Status }) => {
  const { timeZone } = useTenant();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="Partitions" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Partition</th>
            <th scope="col">Accepted</th>
            <th scope="col" className="roomy">
              Applied
            </th>
            <th scope="col">Stored</th>
            <th scope="col">Pending</th>
            <th scope="col">Newest record</th>
          </tr>
        </thead>
        <tbody>
          {status.partitions.map(({ partition, accepted, applied, stored, pending, last_applied_at }) => (
            <tr key={partition}>
              <th scope="row">{partition}</th>
              <td>{count(accepted)}</td>
              <td className="roomy">{count(applied)}</td>
              <td>{count(stored)}</td>
              <td className={pending > 0 ? 'strong' : 'quiet'}>{count(pending)}</td>
              <td className="quiet">{last_applied_at === null ? '' : clockIn(last_applied_at, timeZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const System = () => {
  const { data, error, isOld } = useStatus();
  const { timeZone } = useTenant();
  const note = data === undefined ? undefined : `data through ${clockIn(data.data_through, timeZone)}`;
  return (
    <>
      <Card
        title="Flow"
        note={note}
        isOld={isOld}
        error={error}
        tools={
          data === undefined ? undefined : (
            <span className={data.settled ? 'good' : 'bad'}>
              {data.settled
                ? 'Settled: nothing accepted is missing'
                : `Catching up: ${count(data.pending)} pending`}
            </span>
          )
        }
      >
        <ol className="flow">
          {STEPS.map((step) => (
            <Step key={step.id} step={step} status={data} />
          ))}
        </ol>
      </Card>
      <div className="pair even">
        <Card title="Partitions" className="table" isOld={isOld}>
          {data === undefined ? <SkeletonLines count={12} /> : <PartitionTable status={data} />}
        </Card>
        <div className="stack">
          <Card title="What was odd" note="since the beginning" isOld={isOld}>
            <Oddities status={data} />
          </Card>
          <AuditCard status={data} />
          <Versions />
        </div>
      </div>
      <DeadLetters letters={data?.dead_letters} />
      <LetterDialog />
    </>
  );
};

export default System;
