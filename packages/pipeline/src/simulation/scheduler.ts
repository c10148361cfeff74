import type { Random } from './random.ts';

/** A process of the simulation. A dead one never goes on; a frozen one does later, but what it sent arrives all the same. */
export interface Actor {
  readonly name: string;
  alive: boolean;
  frozen: boolean;
}

interface Waiting {
  readonly actor: Actor;
  readonly label: string;
  readonly go: () => void;
  /** A request on its way to a store: it may arrive after whoever sent it has died. */
  readonly request: (() => unknown) | null;
}

/** Decides, by the seed alone, who goes on next. Everything that waits in the simulation waits here. */
export interface Scheduler {
  readonly pause: (actor: Actor, label: string, request?: () => unknown) => Promise<void>;
  /** Lets one go on. False where nobody can. */
  readonly step: () => boolean;
  readonly kill: (actor: Actor) => void;
  readonly isUnderWay: (label: string) => boolean;
  /** Who waits at such a place. */
  readonly waitingAt: (label: RegExp) => readonly Actor[];
  readonly note: (text: string) => void;
  /** All that has happened, in order. */
  readonly history: readonly string[];
}

const NETWORK: Actor = { name: 'network', alive: true, frozen: false };

/** Of a request whose sender is dead nobody hears, not even that it was refused. */
const unheard = (request: () => unknown): void => {
  Promise.resolve(request()).catch(() => undefined);
};

export const createScheduler = (random: Random): Scheduler => {
  let waiting: Waiting[] = [];
  const history: string[] = [];

  return {
    pause: (actor, label, request) =>
      new Promise((resolve) => {
        waiting.push({ actor, label, go: resolve, request: request ?? null });
      }),
    step: () => {
      const ready = waiting.filter(
        ({ actor, request }) => actor.alive && (!actor.frozen || request !== null),
      );
      if (ready.length === 0) return false;
      const chosen = random.pick(ready);
      waiting = waiting.filter((one) => one !== chosen);
      history.push(`${chosen.actor.name} ${chosen.label}`);
      chosen.go();
      return true;
    },
    kill: (actor) => {
      actor.alive = false;
      history.push(`${actor.name} dies`);
      const left = waiting.filter((one) => one.actor === actor);
      waiting = waiting.filter((one) => one.actor !== actor);
      for (const { label, request } of left)
        if (request !== null && random.onceIn(2))
          waiting.push({ actor: NETWORK, label: `late ${label}`, go: () => unheard(request), request });
    },
    isUnderWay: (label) => waiting.some((one) => one.label.includes(label)),
    waitingAt: (label) => waiting.filter((one) => label.test(one.label)).map(({ actor }) => actor),
    note: (text) => void history.push(text),
    history,
  };
};
