export type Release = () => Promise<void> | void;

/** A list of things to undo. Unwound last first; a failing one is reported and the others still run. */
export interface Releasers {
  readonly add: (release: Release) => void;
  readonly unwind: (onError: (error: unknown) => void) => Promise<void>;
}

export const createReleasers = (): Releasers => {
  const list: Release[] = [];
  return {
    add: (release) => void list.push(release),
    unwind: async (onError) => {
      for (let release = list.pop(); release !== undefined; release = list.pop()) {
        try {
          await release();
        } catch (error) {
          onError(error);
        }
      }
    },
  };
};
