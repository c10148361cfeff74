import Type from 'typebox';

/** Every error is a problem document, RFC 9457. */
export const ProblemDocument = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    parameter: Type.Optional(Type.String({ description: 'the parameter that is wrong' })),
    field: Type.Optional(Type.String({ description: 'the field of the body that is wrong' })),
    expected: Type.Optional(Type.String({ description: 'what it accepts' })),
  },
  { additionalProperties: true },
);

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDocument } },
});

export const PROBLEMS = {
  '4xx': problem('what is wrong with the request, and what is expected'),
  '5xx': problem('a store is away for the moment (503), or something went wrong here'),
};
