/** Three commands for the first minute, as they can be pasted. `key`: callers have to show one. */
export const commandsToTry = (
  { api, ingest }: Readonly<Record<'api' | 'ingest', string>>,
  isDemonstration: boolean,
  key: boolean,
): readonly string[] => {
  const authorization = key ? ` -H "authorization: Bearer $TIDEMARK_KEY"` : '';
  const tenant = ` -H 'x-tidemark-tenant: first'`;
  const event = {
    id: 'first-1',
    type: 'purchase',
    time: new Date().toISOString(),
    customer: 'ada',
    amount: 4900,
    currency: 'EUR',
    subscription: { id: 'ada-1', interval: 'month' },
  };
  const send = `curl -s ${ingest}/v1/events${authorization}${tenant} -H 'content-type: application/json' -d '${JSON.stringify(event)}'`;
  const own = `curl -s '${api}/v1/metrics/mrr?window=30d'${authorization}${tenant}`;
  const demonstration = `curl -s '${api}/v1/metrics/customer_churn_rate?window=30d'${authorization}`;
  const ledger = `curl -s ${api}/v1/movements${authorization}${tenant}`;
  return isDemonstration ? [demonstration, send, own] : [send, own, ledger];
};
