import { UTC } from '../calendar/calendar.ts';
import { parseDate } from '../calendar/date.ts';
import { parseEvent } from '../event/parse.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { applyEvent } from '../timeline/apply.ts';
import { type CustomerState, EMPTY_STATE } from '../timeline/state.ts';
import { type Metric, spanOf } from './metric.ts';
import { type RenderedValue, renderValue } from './render.ts';
import { STORIES, type Story } from './stories.ts';

const DAY = 86_400_000;

const sumsOf = ({ events, settings }: Story, day: number): ReadonlyMap<string, bigint> => {
  const definitions = { calendar: UTC, settings: { ...DEFAULT_SETTINGS, ...settings } };
  const states = new Map<string, CustomerState>();
  const sums = new Map<string, bigint>();
  for (const [index, told] of events.entries()) {
    const parsed = parseEvent({ id: `event ${index + 1}`, ...told }, { now: (day + 1) * DAY });
    if (!parsed.ok) throw new Error(`event ${index + 1} of a story is none: ${JSON.stringify(parsed)}`);
    const { customer } = parsed.value;
    const { state, terms } = applyEvent(states.get(customer) ?? EMPTY_STATE, parsed.value, definitions);
    states.set(customer, state);
    for (const change of terms)
      if (change.day <= day) sums.set(change.term, (sums.get(change.term) ?? 0n) + change.delta);
  }
  return sums;
};

/**
 * A metric's worked example, counted from its events as any tenant's would be. One that is counted from history is worked by the
 * running system instead (test/integration/examples.test.ts).
 */
export const workExample = (metric: Metric): RenderedValue => {
  if (metric.fromHistory === true) return { value: metric.example.value, numerator: null, denominator: null };
  const story: Story = STORIES[metric.example.story];
  const { window, lastDay, settings } = story;
  const span = spanOf(window);
  const sums = sumsOf(story, parseDate(lastDay)!);
  return renderValue(metric.unit, metric.evaluate(sums, span, { ...DEFAULT_SETTINGS, ...settings }));
};
