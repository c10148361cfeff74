import { type Outcome, reject } from '@tidemark/core';

export const undecodable = (message: string): Outcome<never> => reject('undecodable', null, message);
