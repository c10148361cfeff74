/** A message as history holds it. */
export interface Told {
  readonly id: string;
  readonly type: string;
}

interface HistoryRow {
  readonly kind: string;
  readonly version: number;
  readonly message: { readonly id: string; readonly type: string } | null;
}

/** The messages of a rule, oldest first; null where nobody answers. */
export const readTold = async (
  api: string,
  tenant: string,
  alert: string,
): Promise<readonly Told[] | null> => {
  const response = await fetch(`${api}/v1/alerts/${alert}/history`, {
    headers: { 'x-tidemark-tenant': tenant },
  }).catch(() => null);
  if (response === null || response.status !== 200) {
    await response?.arrayBuffer().catch(() => undefined);
    return null;
  }
  const { history } = (await response.json()) as { readonly history: readonly HistoryRow[] };
  // By their numbers: their times are of clocks that may be wrong.
  return history
    .filter(({ kind }) => kind === 'state')
    .toSorted((a, b) => a.version - b.version)
    .flatMap(({ message }) => (message === null ? [] : [message]))
    .map(({ id, type }) => ({ id, type }));
};
