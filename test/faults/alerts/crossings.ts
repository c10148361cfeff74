import { setTimeout as delay } from 'node:timers/promises';
import { cancellation, purchase } from '../../integration/support/alertScene.ts';
import type { OracleEvent } from '../../oracles/events.ts';
import type { Scene } from '../run/scene.ts';
import type { TenantLog } from '../traffic/log.ts';
import { sendByHttp } from '../traffic/send.ts';
import { type MoodyReceiver, SECRET } from './receiver.ts';
import { readTold, type Told } from './told.ts';

const DAY = 86_400_000;
const CUSTOMERS = 10;
const LOOK = 250;
/** A crossing that history does not show so long after everything is mended is lost. */
const TOLD_WITHIN = 240_000;

/** A tenant whose customers leave and come back, and the rule that watches them. */
export interface Watched {
  readonly log: TenantLog;
  readonly alert: string;
  readonly path: string;
  /** So often its value went past the threshold, or back. */
  crossings: number;
}

const send = async (
  { world, traffic }: Scene,
  log: TenantLog,
  events: readonly OracleEvent[],
): Promise<void> => {
  const ingest = `http://127.0.0.1:${world.ports.ingest}`;
  await sendByHttp(ingest, log.tenant, events, () => traffic.log.retried++);
  log.events.push(...events);
};

/** Ten customers of 60 days ago, and a rule that fires where two of them leave. */
export const openWatched = async (scene: Scene, receiver: MoodyReceiver, name: string): Promise<Watched> => {
  const log: TenantLog = { tenant: name, events: [] };
  scene.traffic.log.tenants.push(log);
  const start = Date.now() - 60 * DAY;
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => index);
  await send(
    scene,
    log,
    customers.map((index) => purchase(`c${index}`, `p${index}`, start + index)),
  );
  const response = await fetch(`http://127.0.0.1:${scene.world.ports.api}/v1/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tidemark-tenant': name },
    body: JSON.stringify({
      name: 'churn',
      metric: 'customer_churn_rate',
      window: '30d',
      above: 0.15,
      min_denominator: 5,
      channels: [{ type: 'webhook', url: `${receiver.base}/${name}`, secret: SECRET }],
    }),
  });
  if (response.status !== 201) throw new Error(`a rule was refused: ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  return { log, alert: id, path: `/${name}`, crossings: 0 };
};

/** What history says was told of a rule; null where nobody answers. */
export const toldOf = (scene: Scene, { log, alert }: Watched): Promise<readonly Told[] | null> =>
  readTold(`http://127.0.0.1:${scene.world.ports.api}`, log.tenant, alert);

/**
 * Two leave, or the two who left come back; resolves once history shows it. While the fault strikes that may take any time; throws where
 * it is long over and history still does not.
 */
export const cross = async (scene: Scene, watched: Watched, isOver: () => boolean): Promise<void> => {
  const { log } = watched;
  const number = watched.crossings++;
  const now = Date.now();
  const make = number % 2 === 0 ? cancellation : purchase;
  await send(scene, log, [make('c1', `e1-${number}`, now - 1), make('c2', `e2-${number}`, now)]);
  let mended: number | null = null;
  while (((await toldOf(scene, watched))?.length ?? 0) <= number) {
    if (isOver()) mended ??= performance.now();
    if (mended !== null && performance.now() - mended > TOLD_WITHIN)
      throw new Error(`crossing ${number + 1} of ${log.tenant} is not in history`);
    await delay(LOOK);
  }
};
