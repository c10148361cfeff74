import { type Outcome, ok, reject } from '@tidemark/core';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** JSON of UTF-8 bytes. A byte order mark before it is allowed. */
export const readJson = (bytes: Uint8Array): Outcome<unknown> => {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return reject('invalid_json', null, 'expected JSON, got bytes that are not UTF-8');
  }
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return reject('invalid_json', null, `expected JSON: ${(error as Error).message}`);
  }
};
