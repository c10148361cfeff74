import type { Books } from './books.ts';
import type { Message } from './events.ts';
import { type Span, within } from './span.ts';

/** Recipients are customers, once a campaign: those sent to in a span, and which of them opened and clicked in it. */
export const recipientsIn = ({ customers }: Books, span: Span) => {
  const all = customers.flatMap(({ standing: { messages } }) => {
    const campaigns = [...new Set(messages.map(({ campaign }) => campaign))];
    return campaigns.map((name) => {
      const actions = messages
        .filter(({ campaign, time }) => campaign === name && within(time, span))
        .map(({ action }) => action);
      return (action: Message['action']) => actions.includes(action);
    });
  });
  const sent = all.filter((did) => did('sent'));
  return {
    sent: sent.length,
    opened: sent.filter((did) => did('opened')).length,
    clicked: sent.filter((did) => did('clicked')).length,
  };
};
