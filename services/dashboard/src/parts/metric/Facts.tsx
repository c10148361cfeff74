import type { Value } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { useLive, useWindow } from '../../answers/useLive.ts';
import { useWhere } from '../../url/useWhere.ts';
import { kindOf, valueText } from '../../words/numbers.ts';
import { dateOf, shiftDate } from '../../words/times.ts';
import { Change } from '../Change.tsx';
import { Changing } from '../Changing.tsx';
import { Skeleton } from '../Skeleton.tsx';
import { MetricName } from './MetricName.tsx';

export interface FactSpec {
  readonly id: string;
  readonly label: string;
}

const Fact = ({ id, label }: FactSpec) => {
  const [window] = useWindow();
  const [where] = useWhere();
  const { today } = useTenant();
  const { data: live, error } = useLive(id);
  const start = live?.window.start ?? null;
  // The window before ends with the day before this one begins.
  const at = start === null ? null : shiftDate(dateOf(start), -1);
  const before = useAnswer<Value>(at === null ? null : `/v1/metrics/${id}`, {
    window,
    at: at ?? today,
    where,
  });
  const formula = useCatalogue().get(id)?.formula;
  const kind = kindOf(id, live?.unit ?? 'count');
  const currency = live?.currency ?? null;
  return (
    <div className={error === null ? undefined : 'old'} data-metric={id}>
      <dt className="quiet small">
        <MetricName id={id} title={formula}>
          {label}
        </MetricName>
      </dt>
      <dd>
        <span className="fact-value digits">
          {live === undefined ? <Skeleton /> : <Changing text={valueText(kind, live.value, currency)} />}
        </span>
        <Change metric={id} kind={kind} now={live?.value} before={before.data?.value} currency={currency} />
      </dd>
    </div>
  );
};

/** A row of small numbers. */
export const Facts = ({ facts }: { readonly facts: readonly FactSpec[] }) => (
  <dl className="facts">
    {facts.map((fact) => (
      <Fact key={fact.id} {...fact} />
    ))}
  </dl>
);
