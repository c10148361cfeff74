import type { Books } from './books.ts';
import { type Span, within } from './span.ts';

/** Activities of all customers in a span, and how many of those active at its end had one. */
export const engagementIn = ({ customers }: Books, span: Span) => {
  const counts = customers.map(({ standing, activeBefore }) => ({
    activities: standing.activities.filter(({ time }) => within(time, span)).length,
    active: activeBefore(span.end),
  }));
  return {
    activities: counts.reduce((sum, { activities }) => sum + activities, 0),
    engaged: counts.filter(({ activities, active }) => active && activities > 0).length,
  };
};
