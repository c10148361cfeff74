import { ask } from './ask.js';
import { dateOf, shiftDate } from './format.js';
import { each, poll } from './poll.js';

const LIVE_PAUSE = 2_000;
const HISTORY_PAUSE = 30_000;
const SHORTEST_CURVE = 31;
const FEED_LENGTH = 50;
const MONTHS = 12;
/** Of the six connections a browser opens to one host, history leaves some to the live numbers. */
const HISTORY_WIDTH = 3;

const firstMonth = (date) => {
  const month = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  month.setUTCMonth(month.getUTCMonth() + 1 - MONTHS);
  return month.toISOString().slice(0, 10);
};

/**
 * Keeps the views current for one tenant and window until `signal` aborts. `onState` is told `empty`, `overview` or, with the error,
 * `failed` where there is nothing to keep showing.
 */
export const runDashboard = ({ choice, views, onTenants, onState, onError, signal }) => {
  let tenants = [];
  let live = null;
  let stored = null;
  const get = (path, parameters = {}) => ask(path, { tenant: choice().tenant, parameters, signal });

  const guarded = (part, work) => async () => {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) onError(part, error, live !== null);
    }
  };

  const refreshTenants = async () => {
    tenants = (await get('/v1/tenants')).tenants;
    onTenants(tenants);
  };

  const refreshFeed = async (status) => {
    if (status.stored === stored) return;
    const answer = await get('/v1/movements', { limit: String(FEED_LENGTH) });
    if (signal.aborted) return;
    views.feed.show(answer, live.currency, shiftDate(dateOf(live.window.end), -1));
    stored = status.stored;
  };

  const refreshLive = guarded('live', async () => {
    if (!tenants.includes(choice().tenant)) await refreshTenants();
    if (signal.aborted) return;
    if (!tenants.includes(choice().tenant)) return onState('empty');
    const numbers = [...views.tiles.values(), ...views.facts.values()];
    const length = choice().window;
    const [status, ...answers] = await Promise.all([
      get('/v1/status'),
      ...numbers.map(({ id }) => get(`/v1/metrics/${id}`, { window: length })),
    ]);
    if (signal.aborted) return;
    const isFirst = live === null;
    live = answers[0];
    numbers.forEach((number, index) => {
      number.showLive(answers[index]);
    });
    views.pipeline.show(status);
    onState('overview', live);
    if (isFirst) poll(refreshHistory, HISTORY_PAUSE, signal);
    await refreshFeed(status);
  });

  const refreshHistory = guarded('history', async () => {
    const length = choice().window;
    const { start, end } = live.window;
    const today = shiftDate(dateOf(end), -1);
    // The window before ends with this day, so the curve begins with it.
    const before = shiftDate(dateOf(start), -1);
    const shortest = shiftDate(today, -SHORTEST_CURVE);
    const from = before < shortest ? before : shortest;
    const work = [
      async () => views.bridge.show(await get('/v1/mrr/bridge', { from: firstMonth(today) })),
      ...[...views.tiles.values()].map((tile) => async () => {
        tile.showSeries(await get(`/v1/metrics/${tile.id}/series`, { window: length, from }));
      }),
      ...[...views.facts.values()].map((fact) => async () => {
        fact.showBefore(await get(`/v1/metrics/${fact.id}`, { window: length, at: before }));
      }),
      refreshTenants,
    ];
    await each(work, HISTORY_WIDTH, async (task) => {
      if (!signal.aborted) await task();
    });
    if (!signal.aborted) onState('history', null);
  });

  poll(refreshLive, LIVE_PAUSE, signal);
};
