import Type from 'typebox';
import { Time } from './schemas.ts';

/** Shapes of the answers about records that could not be applied. */

const nullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const letter = {
  origin: Type.String({ description: 'PARTITION:OFFSET of the events topic: this names it' }),
  time: Type.String({ format: 'date-time', description: 'when the record came' }),
  tenant: nullableText('as its key tells it; null where the key tells none'),
  key: nullableText('of the record, made fit to be shown'),
  error: Type.String(),
  field: nullableText('that is wrong, where it is one'),
  message: Type.String({ description: 'what is wrong, in words' }),
  bytes: Type.Integer({ minimum: 0, description: 'length of its value' }),
  preview: Type.String({ description: 'the beginning of its value, made fit to be shown' }),
  replayed_at: Type.Union([Time, Type.Null()]),
};

export const DeadLettersAnswer = Type.Object({
  total: Type.Integer({ minimum: 0, description: 'of those asked for, on all pages' }),
  counts: Type.Array(Type.Object({ error: Type.String(), letters: Type.Integer() }), {
    description: 'of those asked for by error, most first',
  }),
  dead_letters: Type.Array(Type.Object(letter)),
  next: Type.Union([Type.String(), Type.Null()], { description: '`cursor` of the next page' }),
});

export const DeadLetterAnswer = Type.Object({
  ...letter,
  event: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
    description: 'the fields that can be read, valid or not; null where the bytes are no event',
  }),
  value_hex: Type.String({ description: 'its value, at most the first 16 KiB' }),
  is_mended: Type.Boolean({ description: 'whether it is right by the rules of now, and can be sent again' }),
});

export const ReplayBody = Type.Object(
  {
    event: Type.Optional(
      Type.Object(
        {},
        { additionalProperties: true, description: 'a corrected event in place of what the letter holds' },
      ),
    ),
    again: Type.Optional(Type.Boolean({ description: 'also where it was replayed already' })),
  },
  { description: 'may be left out' },
);

export const ReplayAnswer = Type.Object({
  origin: Type.String(),
  tenant: Type.String(),
  customer: Type.String(),
  event: Type.String({ description: 'id of the event that was sent' }),
  replayed_at: Time,
});
