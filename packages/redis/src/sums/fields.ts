/*
 * A tenant's sums in one partition are one hash. A field holds what a term is at once, or its changes of DAYS days in a row: an
 * event touches few fields, and a day costs a few bytes instead of a field of its own. No term's name holds a colon.
 */
export const DAYS = 32;

export const blockOf = (day: number): number => Math.floor(day / DAYS);

export const firstDayOf = (block: number): number => DAYS * block;

const names = new Map<string, Map<number, string>>();

/** `day` null: at once. Each name is made once: a text put together anew must be hashed anew wherever it is looked up. */
export const fieldOf = (term: string, day: number | null): string => {
  if (day === null) return term;
  let blocks = names.get(term);
  if (blocks === undefined) {
    blocks = new Map();
    names.set(term, blocks);
  }
  const block = blockOf(day);
  let name = blocks.get(block);
  if (name === undefined) {
    name = `${term}:${block}`;
    blocks.set(block, name);
  }
  return name;
};

/** Place of a day in its field. What holds at once is the only one in its own. */
export const placeOf = (day: number | null): number => (day === null ? 0 : day - firstDayOf(blockOf(day)));

/** `first`: the day of place 0; null where the field holds at once. */
export const readField = (field: string): { readonly term: string; readonly first: number | null } => {
  const colon = field.indexOf(':');
  if (colon === -1) return { term: field, first: null };
  return { term: field.slice(0, colon), first: firstDayOf(Number(field.slice(colon + 1))) };
};
