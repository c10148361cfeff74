import { Segments } from '../../parts/Segments.tsx';
import type { Interval } from '../../words/times.ts';
import { RANGE_NAMES, RANGES } from './range.ts';
import type { useRange } from './useRange.ts';

const INTERVAL_NAMES: Readonly<Record<Interval, string>> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
};

const OWN = 'own';

/** From when to when, and in what steps. */
export const RangeChoice = ({ choice }: { readonly choice: ReturnType<typeof useRange> }) => {
  const { name, range, intervals, interval, setRange, setInterval } = choice;
  const named = RANGES.find((known) => known === name);
  return (
    <>
      <label className="choice">
        <span className="quiet">Period</span>
        <select
          value={named ?? OWN}
          onChange={({ target }) =>
            setRange(target.value === OWN ? `${range.from}..${range.to}` : target.value)
          }
        >
          {RANGES.map((known) => (
            <option key={known} value={known}>
              {RANGE_NAMES[known]}
            </option>
          ))}
          <option value={OWN}>From … to …</option>
        </select>
      </label>
      {named !== undefined ? null : (
        <span className="choice">
          <input
            type="date"
            aria-label="First day"
            value={range.from}
            max={range.to}
            onChange={({ target }) => target.value !== '' && setRange(`${target.value}..${range.to}`)}
          />
          <input
            type="date"
            aria-label="Last day"
            value={range.to}
            min={range.from}
            onChange={({ target }) => target.value !== '' && setRange(`${range.from}..${target.value}`)}
          />
        </span>
      )}
      <Segments
        legend="Steps"
        values={intervals}
        labels={INTERVAL_NAMES}
        value={interval}
        onChoose={setInterval}
      />
    </>
  );
};
