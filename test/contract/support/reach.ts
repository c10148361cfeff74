import { RetryLater } from '@tidemark/pipeline';
import { type Link, openLink } from '../../faults/world/link.ts';
import type { Reach } from '../away.ts';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** What stands between a simulated process and the twins, as a switch: refused before anything is done, or done and the answer lost. */
export const twinReach = () => {
  let reach: Reach = 'near';
  return {
    put: async (next: Reach) => {
      reach = next;
    },
    over: <T extends object>(twin: T): T =>
      new Proxy(twin, {
        get: (held, name) => {
          const value = Reflect.get(held, name) as unknown;
          if (typeof value !== 'function') return value;
          return async (...args: readonly unknown[]) => {
            if (reach === 'away') throw new RetryLater('away');
            const answer = await (value as Method)(...args);
            if (reach === 'lost') throw new RetryLater('the answer was lost');
            return answer;
          };
        },
      }),
  };
};

/** A real link to a real store: cut, or open to requests and not to answers. */
export const linkTo = async (address: string): Promise<{ readonly link: Link; readonly url: string }> => {
  const url = new URL(address);
  const target = Number(url.port);
  const link = await openLink(
    () => target,
    () => 0,
  );
  url.port = String(link.port);
  return { link, url: url.href };
};

export const weatherOf = (reach: Reach) =>
  reach === 'near'
    ? ({ name: 'clear' } as const)
    : reach === 'away'
      ? ({ name: 'cut' } as const)
      : ({ name: 'answers lost', lost: 1 } as const);
