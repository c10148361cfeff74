import fc from 'fast-check';
import { EVENT_TYPES, INTERVALS } from './event.ts';

type Input = Record<string, unknown>;

const text = fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.replaceAll('\0', ''));
const reference = text.filter((value) => value !== '');
const amount = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const currency = fc.constantFrom('EUR', 'USD', 'JPY');
const instant = fc.integer({ min: -1e12, max: 4e12 });
const money = { amount, currency };

const TYPES: Record<(typeof EVENT_TYPES)[number], fc.Arbitrary<Input>> = {
  purchase: fc
    .record(
      {
        ...money,
        charged: amount,
        quantity: count,
        order: reference,
        product: text,
        offer_code: text,
        programme: fc.constant('retention'),
        sale: fc.constantFrom('standard', 'upsell', 'cross_sell'),
        effective_at: instant,
        subscription: fc.record(
          { id: reference, plan: text, interval: fc.constantFrom(...INTERVALS), interval_count: count },
          { requiredKeys: ['id', 'interval'] },
        ),
      },
      { requiredKeys: ['amount', 'currency', 'subscription'] },
    )
    .chain((input) =>
      fc.constantFrom(
        input,
        { ...input, subscription: undefined, effective_at: undefined },
        { ...input, subscription: { ...input.subscription, expires_at: 5e12 } },
      ),
    ),
  cancellation: fc.record(
    { subscription: reference, effective_at: instant, reason: text, voluntary: fc.boolean() },
    { requiredKeys: [] },
  ),
  survey: fc.record(
    {
      survey: fc.constantFrom('nps', 'csat', 'ces'),
      score: fc.integer({ min: 1, max: 10 }),
      touchpoint: text,
      verbatim: text,
      respondent: reference,
    },
    { requiredKeys: ['survey', 'score'] },
  ),
  void: fc.record({ event: reference }),
  return: fc.record(
    { ...money, order: reference, quantity: count },
    { requiredKeys: ['amount', 'currency', 'order'] },
  ),
  invoice: fc.record(
    { ...money, invoice: reference, due_at: instant },
    { requiredKeys: ['amount', 'currency', 'invoice'] },
  ),
  payment: fc.record({ ...money, invoice: reference }),
  spend: fc.record({
    ...money,
    category: fc.constantFrom('acquisition', 'retention', 'marketing_other', 'service'),
  }),
  message: fc.record({ campaign: reference, action: fc.constantFrom('sent', 'opened', 'clicked') }),
  activity: fc.record({ name: reference }),
};

/** Valid events of all types as a producer might send them, hostile strings and property names included. */
export const validInput = (now: number): fc.Arbitrary<Input> =>
  fc.constantFrom(...EVENT_TYPES).chain((type) =>
    fc
      .record(
        {
          id: reference,
          time: fc.integer({ min: -1e12, max: now }),
          customer: reference,
          properties: fc.dictionary(
            fc.oneof(text, fc.constantFrom('__proto__', 'constructor')),
            fc.oneof(text, fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
          ),
          own: TYPES[type],
        },
        { requiredKeys: ['id', 'time', 'customer', 'own'] },
      )
      .map(({ own, ...base }) => {
        const input: Input = { ...base, ...own, type };
        if (type === 'spend') delete input['customer'];
        return input;
      }),
  );
