import { useId, useState } from 'react';
import { useAnswer } from '../../answers/useAnswer.ts';
import type { Draft } from './draft.ts';
import { Field } from './Field.tsx';
import type { FieldsProps } from './RuleFields.tsx';

interface Grouped {
  readonly groups: readonly { readonly group: string | null }[];
}

const USUAL = ['plan', 'country', 'channel'];

/** By what the rule is broken down, and to what it is narrowed. Both can be anything that events carry; the usual is offered. */
export const Narrowing = ({
  draft: { by, where },
  onChange,
}: {
  readonly draft: Pick<Draft, 'by' | 'where'>;
  readonly onChange: FieldsProps['onChange'];
}) => {
  const dividers = useId();
  const values = useId();
  // Counting them is work: only for those who reach for it.
  const [isWanted, setWanted] = useState(false);
  const named = where.includes(':') ? where.slice(0, where.indexOf(':')) : '';
  const divider = named === '' ? 'plan' : named;
  const { data } = useAnswer<Grouped>(
    isWanted ? '/v1/metrics/customers_active' : null,
    { by: divider, top: 30 },
    { every: Number.POSITIVE_INFINITY },
  );
  return (
    <>
      <Field name="For each" hint="by itself">
        <input
          list={dividers}
          value={by}
          placeholder="the whole"
          onChange={({ target }) => onChange({ by: target.value })}
          maxLength={128}
          spellCheck={false}
        />
      </Field>
      <datalist id={dividers}>
        {USUAL.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Field name="Only" hint="PROPERTY:VALUE">
        <input
          list={values}
          value={where}
          placeholder="all, or plan:pro"
          onFocus={() => setWanted(true)}
          onChange={({ target }) => onChange({ where: target.value })}
          maxLength={260}
          spellCheck={false}
        />
      </Field>
      <datalist id={values}>
        {(data?.groups ?? []).map(({ group }) =>
          group === null || group === '' ? null : <option key={group} value={`${divider}:${group}`} />,
        )}
      </datalist>
    </>
  );
};
