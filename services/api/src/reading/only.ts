import { FILTER_NAMES, FILTERS, type Filter, METRICS, type Metric, type Only } from '@tidemark/core';
import { type Parameter, text } from '../parameters.ts';
import { wrongParameter } from '../problem.ts';

type Asked = Readonly<Record<Filter, string | null>>;

/** A parameter for each filter of the catalogue. */
export const onlyParameters = Object.fromEntries(
  FILTER_NAMES.map((name) => [name, text(FILTERS[name])]),
) as Readonly<Record<Filter, Parameter<string | null>>>;

/** What of a question narrows the metric. Throws the problem 400 where the metric cannot be narrowed so. */
export const onlyOf = ({ id, filters }: Metric, asked: Asked): Only => {
  const only: Partial<Record<Filter, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = asked[name];
    if (value === null) continue;
    if (filters?.includes(name) !== true) {
      const fit = METRICS.filter((metric) => metric.filters?.includes(name)).map((metric) => metric.id);
      throw wrongParameter(name, `only with ${fit.join(', ')}`, `it with ${id}`);
    }
    only[name] = value;
  }
  return only;
};
