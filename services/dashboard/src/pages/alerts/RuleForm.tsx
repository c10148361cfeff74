import { type FormEvent, useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { useChange } from '../../answers/useChange.ts';
import { Card } from '../../parts/Card.tsx';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { go, pageAddress, useAddress } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { fromPeople } from '../../words/amounts.ts';
import { count } from '../../words/numbers.ts';
import { ChannelFields } from './ChannelFields.tsx';
import { bodyOf, type Draft, draftKind, draftOf, EMPTY, watchOf } from './draft.ts';
import { RuleChart } from './RuleChart.tsx';
import { RuleFields } from './RuleFields.tsx';
import type { Preview, Rule } from './shapes.ts';
import { usePreview } from './usePreview.ts';

const previewText = ({ count: times, days_firing }: Preview): string => {
  if (times === 0) return 'Over the past year it would not have fired.';
  return `Over the past year it would have fired ${times === 1 ? 'once' : `${count(times)} times`}, for ${days_firing === 1 ? '1 day' : `${count(days_firing)} days`} in all.`;
};

const PreviewCard = ({ draft }: { readonly draft: Draft }) => {
  const { currency } = useTenant();
  const metric = useCatalogue().get(draft.metric);
  const watch = draft.metric === '' || draft.change !== '' ? null : watchOf(draft, metric, currency);
  const { preview, error } = usePreview(watch === null ? null : JSON.stringify(watch));
  if (draft.metric === '' || draft.change !== '')
    return (
      <Card title="Preview">
        <p className="card-empty quiet">There is none for silence and for changes.</p>
      </Card>
    );
  const kind = draftKind(draft, metric);
  const number = (text: string) => (text.trim() === '' ? null : fromPeople(kind, text, currency));
  return (
    <Card title="Preview" note="the rule over the past year, as known now">
      <p className={`card-words ${error === null ? '' : 'bad'}`} role="status">
        {error?.message ??
          (preview === null ? 'Name a threshold to see when it would have fired.' : previewText(preview))}
      </p>
      <RuleChart
        metric={draft.metric}
        window={draft.window}
        threshold={number(draft.threshold)}
        clear={number(draft.clear)}
        firings={preview?.firings ?? []}
        label="The metric over the past year with the threshold; the line above says how often it would have fired"
      />
    </Card>
  );
};

/** Secrets that were made for webhooks are shown this once. */
const Made = ({ rule }: { readonly rule: Rule }) => (
  <section className="notice card">
    <h2 className="headline">{rule.name} is made</h2>
    <p>
      Receivers check with this secret that a message is from here. It is shown this once; keep it where the
      receiver reads it.
    </p>
    {rule.channels
      .filter(({ type }) => type === 'webhook')
      .map(({ url, secret }) => (
        <div key={url} className="snippet">
          <pre>
            <code>{`${url}\n${secret}`}</code>
          </pre>
          <CopyButton text={() => secret ?? ''} />
        </div>
      ))}
    <p>
      <Link to="/alerts" parameters={{ rule: rule.id }} className="button strong">
        Go to the rule
      </Link>
    </p>
  </section>
);

/** Makes a rule, or changes the given one. */
export const RuleForm = ({ rule }: { readonly rule: Rule | null }) => {
  const { currency } = useTenant();
  const catalogue = useCatalogue();
  const address = useAddress();
  const [draft, setDraft] = useState(() =>
    rule === null ? EMPTY : draftOf(rule, catalogue.get(rule.metric ?? ''), currency),
  );
  const [made, setMade] = useState<Rule | null>(null);
  const { send, isBusy, error } = useChange();
  const metric = catalogue.get(draft.metric);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = bodyOf(draft, metric, currency);
    const saved =
      rule === null
        ? await send<Rule>('/v1/alerts', { method: 'POST', body })
        : await send<Rule>(`/v1/alerts/${encodeURIComponent(rule.id)}`, {
            method: 'PATCH',
            body: { ...body, version: rule.version },
          });
    if (saved === undefined) return;
    const isSecret = saved.channels.some(
      ({ secret }) => secret?.startsWith('whsec_') && !secret.includes('•'),
    );
    if (isSecret) setMade(saved);
    else go(pageAddress(address, '/alerts', { rule: saved.id }));
  };
  if (made !== null) return <Made rule={made} />;
  return (
    <>
      <p className="trail small">
        <Link to="/alerts">Alerts</Link>
        <span className="quiet"> / </span>
        {rule === null ? 'New rule' : rule.name}
      </p>
      <div className="pair even">
        <Card title={rule === null ? 'New rule' : 'Edit the rule'}>
          <form className="rule-form" onSubmit={(event) => void save(event)}>
            <RuleFields
              draft={draft}
              metric={metric}
              currency={currency}
              onChange={(change) => setDraft({ ...draft, ...change })}
            />
            <ChannelFields
              channels={draft.channels}
              onChange={(channels) => setDraft({ ...draft, channels })}
            />
            <div className="buttons">
              <button type="submit" className="button strong" disabled={isBusy}>
                {rule === null ? 'Make the rule' : 'Save'}
              </button>
              <Link to="/alerts" parameters={rule === null ? {} : { rule: rule.id }} className="button">
                Cancel
              </Link>
            </div>
            <p className="bad small" role="alert">
              {error?.message}
            </p>
          </form>
        </Card>
        <PreviewCard draft={draft} />
      </div>
    </>
  );
};
