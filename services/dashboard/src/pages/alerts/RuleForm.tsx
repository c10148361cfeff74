import { type FormEvent, useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { useChange } from '../../answers/useChange.ts';
import { Card } from '../../parts/Card.tsx';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { go, pageAddress, useAddress } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { ChannelFields } from './ChannelFields.tsx';
import { bodyOf, draftOf, EMPTY } from './draft.ts';
import { PreviewCard } from './PreviewCard.tsx';
import { RuleFields } from './RuleFields.tsx';
import type { Rule } from './shapes.ts';

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
