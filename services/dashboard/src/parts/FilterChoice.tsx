import { useState } from 'react';
import { useAnswer } from '../answers/useAnswer.ts';
import { useWhere } from '../url/useWhere.ts';
import { count } from '../words/numbers.ts';
import { useDivider } from './DividerChoice.tsx';

interface Grouped {
  readonly groups: readonly { readonly group: string | null; readonly value: number | null }[];
}

const ALL = '';
const nameOf = (value: string): string => (value === '' ? 'none given' : value);

/** All customers, or those with one value of what they are told apart by. */
export const FilterChoice = () => {
  const { by } = useDivider();
  const [where, setWhere] = useWhere();
  // Counting them is work: only for those who reach for it.
  const [isWanted, setWanted] = useState(false);
  const { data } = useAnswer<Grouped>(
    isWanted ? '/v1/metrics/customers_active' : null,
    { by, top: 30 },
    { every: Number.POSITIVE_INFINITY },
  );
  const values = (data?.groups ?? []).flatMap(({ group, value }) =>
    group === null
      ? []
      : [{ where: `${by}:${group}`, text: `${by}: ${nameOf(group)} (${count(value ?? 0)})` }],
  );
  const isListed = where === null || values.some((each) => each.where === where);
  return (
    <label className="choice">
      <span className="quiet">Only</span>
      <select
        onPointerEnter={() => setWanted(true)}
        onFocus={() => setWanted(true)}
        value={where ?? ALL}
        onChange={({ target }) => setWhere(target.value === ALL ? null : target.value)}
      >
        <option value={ALL}>All customers</option>
        {isListed ? null : <option value={where}>{where.replace(':', ': ')}</option>}
        {isWanted && data === undefined ? <option disabled>Counting …</option> : null}
        {values.map((each) => (
          <option key={each.where} value={each.where}>
            {each.text}
          </option>
        ))}
      </select>
    </label>
  );
};
