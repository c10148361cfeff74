import { placeText } from '../cursor.ts';

export type Cells = Readonly<Record<string, string>>;

/** A page of rows of which one more than its limit was read, and where the next begins: at what `place` says of its last row. */
export const pageOf = (
  rows: readonly Cells[],
  limit: number,
  place: readonly string[],
): { readonly page: readonly Cells[]; readonly next: string | null } => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    page,
    next: last === undefined || rows.length <= limit ? null : placeText(place.map((name) => last[name]!)),
  };
};
