import { useId } from 'react';

interface Props<V extends string> {
  readonly legend: string;
  readonly values: readonly V[];
  readonly labels: Readonly<Record<V, string>>;
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

/** A choice of a few, all of which are seen. */
export const Segments = <V extends string>({ legend, values, labels, value, onChoose }: Props<V>) => {
  const name = useId();
  return (
    <fieldset className="segments">
      <legend className="unseen">{legend}</legend>
      {values.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === value}
            onChange={() => onChoose(each)}
          />
          <span>{labels[each]}</span>
        </label>
      ))}
    </fieldset>
  );
};
