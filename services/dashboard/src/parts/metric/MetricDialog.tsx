import { useEffect, useRef } from 'react';
import type { Metric } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { lastDay, useCurve } from '../../answers/useCurve.ts';
import { useLive, useWindow } from '../../answers/useLive.ts';
import { useCurrent } from '../../answers/useStatus.ts';
import { go, useAddress, useChoice, useText, withChanges } from '../../url/address.ts';
import { type Kind, kindOf, NONE, valueText } from '../../words/numbers.ts';
import { clockIn, dateOf, dayText, fullDate, shiftDate } from '../../words/times.ts';
import type { ChartHandle } from '../charts/Chart.tsx';
import { LineChart } from '../charts/LineChart.tsx';
import { ExportTools } from '../ExportTools.tsx';
import { Segments } from '../Segments.tsx';
import { Skeleton } from '../Skeleton.tsx';
import { Breakdown } from './Breakdown.tsx';
import { Explain } from './Explain.tsx';

/** The unit of numerator and denominator, which the catalogue tells in words only: money where MRR or revenue is divided. */
const partKind = ({ unit }: Metric, words: string): Kind =>
  unit === 'money' || /MRR|revenue|spend|charged/i.test(words) ? 'money' : 'count';

const Parts = ({ metric }: { readonly metric: Metric }) => {
  const { data } = useLive(metric.id);
  if (data === undefined || metric.denominator === null) return null;
  const { numerator, denominator, currency } = data;
  return (
    <dl className="fraction">
      <dt>{metric.numerator}</dt>
      <dd className="digits">{valueText(partKind(metric, metric.numerator), numerator, currency)}</dd>
      <dt>{metric.denominator}</dt>
      <dd className="digits">{valueText(partKind(metric, metric.denominator), denominator, currency)}</dd>
    </dl>
  );
};

const Curve = ({ metric }: { readonly metric: Metric }) => {
  const [window] = useWindow();
  const { today } = useTenant();
  const { data } = useCurve(metric.id, window);
  const chart = useRef<ChartHandle>(null);
  const points = data?.points ?? [];
  const kind = kindOf(metric.id, metric.unit);
  const currency = data?.currency ?? null;
  const csv = () =>
    [
      'day,value,numerator,denominator',
      ...points.map((point) =>
        [lastDay(point), point.value ?? '', point.numerator ?? '', point.denominator ?? ''].join(','),
      ),
    ].join('\n');
  return (
    <>
      <LineChart
        lines={[
          { id: metric.id, name: metric.name, colour: 'accent', values: points.map(({ value }) => value) },
        ]}
        labels={points.map((point) => dayText(lastDay(point), today))}
        titles={points.map((point) => fullDate(lastDay(point)))}
        kind={kind}
        currency={currency}
        label={`${metric.name} by day, each over the window that ends with it`}
        size="low"
        handle={chart}
        isWaiting={data === undefined}
      />
      <ExportTools name={metric.id} csv={csv} chart={chart} />
    </>
  );
};

const VIEWS = ['time', 'customers', 'groups'] as const;
const VIEW_NAMES = { time: 'Over time', customers: 'Customers behind it', groups: 'Breakdown' };

const Content = ({ metric }: { readonly metric: Metric }) => {
  const { data } = useLive(metric.id);
  const { status } = useCurrent();
  const { timeZone } = useTenant();
  const kind = kindOf(metric.id, metric.unit);
  const [view, setView] = useChoice('view', VIEWS, 'time');
  const kinds = {
    metric,
    numeratorKind: metric.denominator === null ? kind : partKind(metric, metric.numerator),
    denominatorKind: partKind(metric, metric.denominator ?? ''),
  };
  return (
    <>
      <h2 className="headline" id="metric-title">
        {metric.name}
      </h2>
      <p className="value digits">
        {data === undefined ? <Skeleton /> : valueText(kind, data.value, data.currency)}
      </p>
      {data === undefined ? null : (
        <p className="quiet small digits">
          {`${data.window.start === null ? 'up to' : `${fullDate(dateOf(data.window.start))} to`} ${fullDate(shiftDate(dateOf(data.window.end), -1))}, `}
          {status === undefined
            ? ''
            : `${status.settled ? 'settled' : 'catching up'}, data through ${clockIn(status.data_through, timeZone)}`}
        </p>
      )}
      <p className="formula">{metric.formula}.</p>
      <Parts metric={metric} />
      <Segments legend="Look at" values={VIEWS} labels={VIEW_NAMES} value={view} onChoose={setView} />
      {view === 'time' ? <Curve metric={metric} /> : null}
      {view === 'customers' ? <Explain {...kinds} /> : null}
      {view === 'groups' ? <Breakdown {...kinds} /> : null}
    </>
  );
};

/** What the number named in the address is made of. */
export const MetricDialog = () => {
  const [id] = useText('metric');
  const address = useAddress();
  const metric = useCatalogue().get(id ?? '');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (metric !== undefined && dialog.current?.open === false) dialog.current.showModal();
    if (metric === undefined) dialog.current?.close();
  }, [metric]);
  return (
    <dialog
      ref={dialog}
      className="metric"
      aria-labelledby="metric-title"
      onClose={() => id !== null && go(withChanges(address, { metric: null, view: null }))}
    >
      <button type="button" className="button slight close" onClick={() => dialog.current?.close()}>
        Close
      </button>
      {metric === undefined ? <p id="metric-title">{NONE}</p> : <Content key={metric.id} metric={metric} />}
    </dialog>
  );
};
