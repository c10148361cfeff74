import { runService } from '@tidemark/runtime';
import type { Context } from '../../../services/alerter/src/context.ts';
import { startAlerter } from '../../../services/alerter/src/wire.ts';

/** Where an alerter is killed, once SIGUSR2 has armed it: before or after it calls this for a tenant. */
export interface KilledAt {
  readonly step: string;
  readonly moment: 'before' | 'after';
  readonly tenant: string;
}

const { step, moment, tenant } = JSON.parse(process.env['KILLED_AT']!) as KilledAt;
/** No handler runs, no buffer is written. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');

let isArmed = false;
process.on('SIGUSR2', () => {
  isArmed = true;
  process.stdout.write('armed\n');
});

type Method = (...args: readonly unknown[]) => Promise<unknown>;

const watched = <T extends object>(port: string, target: T): T =>
  new Proxy(target, {
    get: (held, name) => {
      const method = Reflect.get(held, name) as Method;
      if (`${port}.${String(name)}` !== step) return method;
      return async (...args: readonly unknown[]) => {
        if (!isArmed || !JSON.stringify(args).includes(tenant)) return method(...args);
        if (moment === 'before') die();
        const answer = await method(...args);
        die();
        return answer;
      };
    },
  });

await runService('alerter', (service) =>
  startAlerter(
    service,
    (context): Context => ({
      ...context,
      states: watched('states', context.states),
      history: watched('history', context.history),
      deliveries: watched('deliveries', context.deliveries),
    }),
  ),
);
