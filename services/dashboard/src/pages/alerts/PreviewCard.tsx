import { useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Card } from '../../parts/Card.tsx';
import { fromPeople } from '../../words/amounts.ts';
import { count } from '../../words/numbers.ts';
import { type Draft, draftKind, watchOf } from './draft.ts';
import { RuleChart } from './RuleChart.tsx';
import type { PastFirings, Preview } from './shapes.ts';
import { usePreview } from './usePreview.ts';
import { groupText } from './words.ts';

const times = (number: number): string => (number === 1 ? 'once' : `${count(number)} times`);
const days = (number: number): string => (number === 1 ? '1 day' : `${count(number)} days`);

const previewText = ({ count: fired, days_firing }: Preview): string =>
  fired === 0
    ? 'Over the past year it would not have fired.'
    : `Over the past year it would have fired ${times(fired)}, for ${days(days_firing)} in all.`;

type Group = PastFirings & { readonly group: string };

/** Which of the values of its breakdown would have fired, and how often. */
const Groups = ({
  groups,
  shown,
  onShow,
}: {
  readonly groups: readonly Group[];
  readonly shown: string | undefined;
  readonly onShow: (group: string) => void;
}) => (
  <ul className="bars tight digits picks">
    {groups.map(({ group, count: fired, days_firing }) => (
      <li key={group}>
        <button
          type="button"
          className={`plain bar-name ${group === shown ? 'strong' : 'linked'}`}
          aria-pressed={group === shown}
          onClick={() => onShow(group)}
        >
          {groupText(group)}
        </button>
        <span />
        <span>{fired === 0 ? 'never' : times(fired)}</span>
        <span className="quiet">{fired === 0 ? '' : days(days_firing)}</span>
      </li>
    ))}
  </ul>
);

/** The rule as it is being written, run over the past year: so a threshold is chosen by looking. */
export const PreviewCard = ({ draft }: { readonly draft: Draft }) => {
  const { currency } = useTenant();
  const metric = useCatalogue().get(draft.metric);
  const watch = watchOf(draft, metric, currency);
  const { preview, error } = usePreview(watch === null ? null : JSON.stringify(watch));
  const [picked, setPicked] = useState<string | null>(null);
  const groups = (preview?.groups ?? []).toSorted((a, b) => b.days_firing - a.days_firing);
  const group = groups.find((each) => each.group === picked) ?? groups[0];
  const kind = draftKind(draft, metric);
  const number = (text: string) => (text.trim() === '' ? null : fromPeople(kind, text, currency));
  const isOfChange = draft.change !== '';
  const by = draft.by.trim();
  const where = draft.where.trim();
  // History takes one filter at a time, and no word that is half written.
  const filter = group === undefined ? where || null : `${by}:${group.group}`;
  const isDrawn =
    draft.metric !== '' &&
    error === null &&
    (by === '' || where === '') &&
    (filter === null || preview !== null);
  return (
    <Card title="Preview" note="the rule over the past year, as known now" className="preview">
      <p className={`card-words ${error === null ? '' : 'bad'}`} role="status">
        {error?.message ??
          (preview === null
            ? watch === null
              ? 'Name a threshold to see when it would have fired.'
              : 'Looking at the past year …'
            : previewText(preview))}
      </p>
      {groups.length === 0 ? null : <Groups groups={groups} shown={group?.group} onShow={setPicked} />}
      {isDrawn ? (
        <RuleChart
          // The curve of one value must not stand under the name of another until its own is there.
          key={filter}
          metric={draft.metric}
          window={draft.window}
          where={filter}
          threshold={isOfChange ? null : number(draft.threshold)}
          clear={isOfChange ? null : number(draft.clear)}
          firings={(group ?? preview)?.firings ?? []}
          label={`${metric?.name ?? draft.metric}${filter === null ? '' : `, ${filter},`} over the past year with the threshold; the line above says how often it would have fired`}
        />
      ) : null}
    </Card>
  );
};
