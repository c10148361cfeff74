/** Parts of an answer that were read one after another do not fit each other. */
export class Torn extends Error {
  override readonly name = 'Torn';
}

const MOST_TRIES = 4;

/**
 * An answer may take several queries, between which events come. Where that shows, it is read again; what goes on not to fit is no
 * chance, and is thrown.
 */
export const untilWhole = async <T>(read: () => Promise<T>): Promise<T> => {
  for (let left = MOST_TRIES - 1; ; left--)
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Torn) || left === 0) throw error;
    }
};
