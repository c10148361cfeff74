import { setText } from './dom.js';

/** Ingest is the port after the API's unless configured otherwise; behind a proxy nothing is known of it. */
const ingest = () => {
  const port = location.port === '' ? 8081 : Number(location.port) + 1;
  return `http://${location.hostname}:${port}`;
};

const command = (tenant) => `curl -s ${ingest()}/v1/events \\
  -H 'content-type: application/json' \\
  -H 'x-tidemark-tenant: ${tenant}' \\
  -d '{"id": "first-1", "type": "purchase", "time": "${new Date().toISOString().slice(0, 10)}T00:00:00Z",
       "customer": "ada", "amount": 4900, "currency": "EUR",
       "subscription": {"id": "ada-1", "plan": "team", "interval": "month"}}'`;

/** Copies a text and says so on the button for a moment. */
export const copyFrom = (button, text) => {
  button.addEventListener('click', async () => {
    const copied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    setText(button, copied ? 'Copied' : 'Select and copy');
    setTimeout(() => setText(button, 'Copy'), 2_000);
  });
};

/** How a tenant without events gets its first. */
export const createFirstEvent = ({ name, code, button }) => {
  copyFrom(button, () => code.textContent);
  return (tenant) => {
    if (setText(name, tenant)) setText(code, command(tenant));
  };
};
