import { setTimeout as delay } from 'node:timers/promises';

const METRICS = ['mrr', 'customer_churn_rate', 'nrr', 'nps', 'customers_active'];

/** Asks for live metrics at a steady pace; answers how long each took, counted from when it was due. */
export const paceReads = async (
  api: string,
  {
    seconds,
    aSecond,
    tenants,
  }: { readonly seconds: number; readonly aSecond: number; readonly tenants: number },
): Promise<readonly number[]> => {
  const took: number[] = [];
  const asking: Promise<void>[] = [];
  const began = performance.now();
  for (let count = 0; count < seconds * aSecond; count++) {
    const due = began + (count * 1000) / aSecond;
    if (due > performance.now()) await delay(due - performance.now());
    const metric = METRICS[count % METRICS.length]!;
    const ask = async (): Promise<void> => {
      const response = await fetch(`${api}/v1/metrics/${metric}?window=30d`, {
        headers: { 'x-tidemark-tenant': `t${count % tenants}` },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${metric}: ${response.status}`);
      // From when it was due: a slow answer must not hide those behind it.
      took.push(performance.now() - due);
    };
    asking.push(ask());
  }
  await Promise.all(asking);
  return took;
};
