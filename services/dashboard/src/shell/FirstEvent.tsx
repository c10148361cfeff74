import { CopyButton } from '../parts/CopyButton.tsx';

/** Ingest is the port after the API's unless configured otherwise; behind a proxy nothing is known of it. */
const ingest = (): string => {
  const port = window.location.port === '' ? 8081 : Number(window.location.port) + 1;
  return `http://${window.location.hostname}:${port}`;
};

const command = (tenant: string): string => `curl -s ${ingest()}/v1/events \\
  -H 'content-type: application/json' \\
  -H 'x-tidemark-tenant: ${tenant}' \\
  -d '{"id": "first-1", "type": "purchase", "time": "${new Date().toISOString().slice(0, 10)}T00:00:00Z",
       "customer": "ada", "amount": 4900, "currency": "EUR",
       "subscription": {"id": "ada-1", "plan": "team", "interval": "month"}}'`;

/** How a tenant without events gets its first. */
export const FirstEvent = ({ tenant }: { readonly tenant: string }) => (
  <section className="notice card">
    <h2 className="headline">No events yet for {tenant}</h2>
    <p>A tenant exists from its first event on. Send one, and this page fills within a second or two:</p>
    <div className="snippet">
      <pre>
        <code>{command(tenant)}</code>
      </pre>
      <CopyButton text={() => command(tenant)} />
    </div>
    <p className="quiet small">
      Ingest listens on port 8081 unless configured otherwise. Every field is in the documentation’s page on
      events.
    </p>
    <p className="waiting">
      <i className="dot pulse" />
      Waiting for the first event
    </p>
  </section>
);
