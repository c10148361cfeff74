import { useState } from 'react';
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
import { channelText, conditionText, durationText, groupText, STATE_NAMES, thresholdOf } from './words.ts';

/** From each firing of a group, or of the rule as a whole, to its end; the newest may go on. */
const firingsOf = (entries: History['history'], group: string | null): readonly Stretch[] => {
  const firings: { from: string; to: string | null }[] = [];
  const states = entries.filter(
    (entry): entry is StateEntry => entry.kind === 'state' && entry.group === group,
  );
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
    rule.tell_late ? 'tells of past crossings that are known late' : null,
  ].filter((part) => part !== null);
  const text = parts.join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** The metric with the rule's lines; where each value of a breakdown has a state of its own, one of them at a time. */
const Chart = ({ rule, entries }: { readonly rule: Rule; readonly entries: History['history'] }) => {
  const metric = useCatalogue().get(rule.metric ?? '');
  const [picked, setPicked] = useState<string | null>(null);
  const by = rule.by ?? null;
  const where = rule.where ?? null;
  const groups = rule.groups ?? [];
  const group = groups.find((each) => each.group === picked)?.group ?? groups[0]?.group;
  // History takes one filter at a time.
  if (rule.metric === undefined || (by !== null && (where !== null || group === undefined))) return null;
  const isOfChange = rule.change !== null && rule.change !== undefined;
  return (
    <Card
      title={metric?.name ?? rule.metric}
      note={`${isOfChange ? 'whose change is watched, ' : ''}by day, over the rule’s window; shaded while it fired`}
      tools={
        by === null ? undefined : (
          <label className="choice small">
            <span className="quiet">{by}</span>
            <select value={group} onChange={({ target }) => setPicked(target.value)}>
              {groups.map((each) => (
                <option key={each.group} value={each.group}>
                  {`${groupText(each.group)}: ${STATE_NAMES[each.state].toLowerCase()}`}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      <RuleChart
        // The curve of one value must not stand under the name of another until its own is there.
        key={group}
        metric={rule.metric}
        window={rule.window ?? '30d'}
        where={by === null ? where : `${by}:${group}`}
        threshold={isOfChange ? null : thresholdOf(rule)}
        clear={isOfChange ? null : (rule.clear ?? null)}
        firings={firingsOf(entries, by === null ? null : group!)}
        label={`${rule.name}: the metric over the past year with its threshold; history below holds the firings`}
      />
    </Card>
  );
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
      {rule.groups === undefined || rule.groups.length === 0 ? null : (
        <ul className="group-states small">
          {rule.groups.map(({ group, state }) => (
            <li key={group}>
              {groupText(group)} <StateBadge state={state} />
            </li>
          ))}
        </ul>
      )}
      <RuleActions key={rule.version} rule={rule} />
      <Chart key={rule.id} rule={rule} entries={data?.history ?? []} />
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
          <Deliveries rule={rule} deliveries={data.deliveries} />
        )}
      </Card>
    </>
  );
};
