import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { useAlertCount } from '../../answers/useLive.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { momentText } from '../../words/times.ts';
import { Deliveries } from './Deliveries.tsx';
import { HistoryList } from './HistoryList.tsx';
import { RuleActions } from './RuleActions.tsx';
import { RuleChart, type Stretch } from './RuleChart.tsx';
import { StateBadge } from './StateBadge.tsx';
import type { History, Rule, StateEntry } from './shapes.ts';
import { channelText, conditionText, durationText, thresholdOf } from './words.ts';

/** From each firing to its end; the newest may go on. */
export const firingsOf = (entries: History['history']): readonly Stretch[] => {
  const firings: { from: string; to: string | null }[] = [];
  const states = entries.filter((entry): entry is StateEntry => entry.kind === 'state');
  for (const { time, from, to } of states.toReversed()) {
    if (from === 'firing' && firings.at(-1)?.to === null) firings.at(-1)!.to = time;
    if (to === 'firing') firings.push({ from: time, to: null });
  }
  return firings;
};

const detailsOf = (rule: Rule): string => {
  const parts = [
    rule.for === '0s' ? null : `must hold for ${durationText(rule.for)}`,
    rule.cooldown === '0s' ? null : `at least ${durationText(rule.cooldown)} between firings`,
    (rule.min_denominator ?? 0) === 0
      ? null
      : `says nothing below ${rule.min_denominator} in the denominator`,
    rule.confidence === null || rule.confidence === undefined
      ? null
      : `with a confidence of ${rule.confidence * 100} %`,
  ].filter((part) => part !== null);
  const text = parts.join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export const RulePage = ({ rule }: { readonly rule: Rule }) => {
  const { today, currency } = useTenant();
  const metric = useCatalogue().get(rule.metric ?? '');
  const changes = useAlertCount();
  const { data, isOld, error } = useAnswer<History>(
    `/v1/alerts/${encodeURIComponent(rule.id)}/history`,
    {},
    { version: changes, every: 5_000 },
  );
  const isOfChange = rule.change !== null && rule.change !== undefined;
  return (
    <>
      <p className="trail small">
        <Link to="/alerts">Alerts</Link>
        <span className="quiet"> / </span>
        {rule.name}
      </p>
      <div className="rule-head">
        <h2 className="customer-name">{rule.name}</h2>
        <StateBadge state={rule.state} />
        {rule.since === null ? null : (
          <span className="quiet small">{`since ${momentText(rule.since, today)}`}</span>
        )}
      </div>
      <p>
        {`${conditionText(rule, metric, currency)}. `}
        <span className="quiet">{detailsOf(rule)}</span>
      </p>
      {rule.note === null ? null : <p className="quiet">{rule.note}</p>}
      <p className="quiet small">{`Tells: ${rule.channels.map(channelText).join(', ') || 'nobody'}`}</p>
      <RuleActions key={rule.version} rule={rule} />
      {rule.metric === undefined || isOfChange ? null : (
        <Card
          title={metric?.name ?? rule.metric}
          note="by day, over the rule’s window; shaded while it fired"
        >
          <RuleChart
            metric={rule.metric}
            window={rule.window ?? '30d'}
            threshold={thresholdOf(rule)}
            clear={rule.clear ?? null}
            firings={firingsOf(data?.history ?? [])}
            label={`${rule.name}: the metric over the past year with its threshold; history below holds the firings`}
          />
        </Card>
      )}
      <Card title="What happened" isOld={isOld} error={error}>
        {data === undefined ? (
          <SkeletonLines count={3} />
        ) : (
          <HistoryList rule={rule} entries={data.history} />
        )}
      </Card>
      <Card title="Deliveries" className="table" isOld={isOld}>
        {data === undefined ? (
          <SkeletonLines count={2} />
        ) : (
          <Deliveries alert={rule.id} deliveries={data.deliveries} />
        )}
      </Card>
    </>
  );
};
