import type { Metric } from '../../answers/shapes.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { unitText } from '../../words/amounts.ts';
import { type Draft, draftKind, hasInterval } from './draft.ts';
import { Field } from './Field.tsx';
import { Narrowing } from './Narrowing.tsx';
import { durationText, windowText } from './words.ts';

export interface FieldsProps {
  readonly draft: Draft;
  readonly metric: Metric | undefined;
  readonly currency: string | null;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** A duration out of a list; one that somebody wrote by the API joins it. */
const Duration = ({
  value,
  choices,
  onChoose,
}: {
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChoose: (value: string) => void;
}) => (
  <select value={value} onChange={({ target }) => onChoose(target.value)}>
    {[...new Set([...choices, value])].map((each) => (
      <option key={each} value={each}>
        {each === '0s' ? 'none' : durationText(each)}
      </option>
    ))}
  </select>
);

const Threshold = ({ draft, metric, currency, onChange }: FieldsProps) => {
  const unit = unitText(draftKind(draft, metric), currency);
  return (
    <>
      <Field name="Fires">
        <select
          value={draft.direction}
          onChange={({ target }) => onChange({ direction: target.value === 'above' ? 'above' : 'below' })}
        >
          <option value="above">above</option>
          <option value="below">below</option>
        </select>
      </Field>
      <Field name="Threshold" hint={unit}>
        <input
          inputMode="decimal"
          value={draft.threshold}
          onChange={({ target }) => onChange({ threshold: target.value })}
          required
        />
      </Field>
      <Field name="Ends at" hint={unit}>
        <input
          inputMode="decimal"
          placeholder="the threshold"
          value={draft.clear}
          onChange={({ target }) => onChange({ clear: target.value })}
        />
      </Field>
    </>
  );
};

export const RuleFields = (props: FieldsProps) => {
  const { draft, metric, onChange } = props;
  const catalogue = useCatalogue();
  return (
    <>
      <Field name="Name">
        <input
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
          maxLength={120}
          placeholder="What those who are told read first"
          required
        />
      </Field>
      <div className="fields">
        <Field name="Watches">
          <select value={draft.metric} onChange={({ target }) => onChange({ metric: target.value })}>
            {[...catalogue.values()]
              .filter(({ live }) => live)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            <option value="">Silence: no events</option>
          </select>
        </Field>
        {draft.metric === '' ? (
          <Field name="No event for">
            <Duration
              value={draft.silence}
              choices={['5m', '15m', '1h', '6h', '1d']}
              onChoose={(silence) => onChange({ silence })}
            />
          </Field>
        ) : (
          <>
            <Field name="Window">
              <select value={draft.window} onChange={({ target }) => onChange({ window: target.value })}>
                {(metric?.windows ?? [draft.window]).map((window) => (
                  <option key={window} value={window}>
                    {windowText(window)}
                  </option>
                ))}
              </select>
            </Field>
            <Field name="Compares">
              <select
                value={draft.change}
                onChange={({ target }) => onChange({ change: target.value as Draft['change'] })}
              >
                <option value="">the value itself</option>
                <option value="absolute">its change, window on window</option>
                <option value="relative">its change in per cent</option>
              </select>
            </Field>
            <Threshold {...props} />
          </>
        )}
        <Field name="Must hold for">
          <Duration
            value={draft.for}
            choices={['0s', '5m', '1h', '1d']}
            onChoose={(text) => onChange({ for: text })}
          />
        </Field>
        <Field name="Between firings">
          <Duration
            value={draft.cooldown}
            choices={['0s', '1h', '1d', '7d']}
            onChoose={(cooldown) => onChange({ cooldown })}
          />
        </Field>
        {draft.metric === '' || metric?.denominator === null ? null : (
          <Field name="Needs at least" hint="in the denominator">
            <input
              inputMode="numeric"
              placeholder="30 for rates"
              value={draft.minDenominator}
              onChange={({ target }) => onChange({ minDenominator: target.value })}
            />
          </Field>
        )}
        {hasInterval(draft) ? (
          <Field name="Certainty" hint="that it is past it">
            <select
              value={draft.confidence}
              onChange={({ target }) => onChange({ confidence: target.value })}
            >
              <option value="">not asked for</option>
              {['0.8', '0.9', '0.95', '0.99'].map((each) => (
                <option key={each} value={each}>
                  {`${Number(each) * 100} %`}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
        {draft.metric === '' ? null : <Narrowing draft={draft} onChange={onChange} />}
      </div>
      {draft.metric === '' ? null : (
        <label className="check small">
          <input
            type="checkbox"
            checked={draft.tellLate}
            onChange={({ target }) => onChange({ tellLate: target.checked })}
          />
          Tells too of a past crossing that only a late event shows
        </label>
      )}
      <Field name="Note" hint="stands in every message">
        <input
          value={draft.note}
          onChange={({ target }) => onChange({ note: target.value })}
          maxLength={1000}
          placeholder="What to do about it"
        />
      </Field>
    </>
  );
};
