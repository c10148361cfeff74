import { fileURLToPath } from 'node:url';
import { freePorts } from '../../../infra/launcher/ports.ts';
import { urlAnswers } from '../../../infra/launcher/probe.ts';
import type { AlerterPoint } from '../alerts/alerterPoint.ts';
import { type Managed, manage } from './managed.ts';
import { CLOCK_MODULE } from './workers.ts';

const MAIN = fileURLToPath(new URL('../alerts/main.ts', import.meta.url));

export interface AlerterOptions {
  readonly point?: AlerterPoint;
  /** By how much its clock is wrong, milliseconds, or `stepping`: see worker/clock.ts. */
  readonly clock?: string;
}

/** The alerters of a world, each with a name of its own. There is none until a row starts one. */
export interface Alerters {
  readonly start: (options?: AlerterOptions) => Promise<Managed>;
  /** Starts one and does not wait: it may die before it serves. */
  readonly launch: (options?: AlerterOptions) => Promise<Managed>;
  readonly living: () => readonly Managed[];
  readonly killAll: () => Promise<void>;
}

export const createAlerters = (environment: Readonly<Record<string, string>>, logs: string): Alerters => {
  const all: Managed[] = [];
  const make = async ({ point, clock }: AlerterOptions): Promise<Managed> => {
    const { alerter } = await freePorts();
    const made = manage(
      {
        name: `alerter-${all.length + 1}`,
        command: process.execPath,
        args: [...(clock === undefined ? [] : ['--import', CLOCK_MODULE]), MAIN],
        environment: {
          ...environment,
          ALERTER_PORT: String(alerter),
          ...(point === undefined ? {} : { FAULT_POINT: JSON.stringify(point) }),
          ...(clock === undefined ? {} : { FAULT_CLOCK: clock }),
        },
        ready: () => urlAnswers(`http://127.0.0.1:${alerter}/readyz`),
        grace: 15_000,
      },
      logs,
    );
    all.push(made);
    return made;
  };
  return {
    start: async (options = {}) => {
      const made = await make(options);
      await made.start();
      return made;
    },
    launch: async (options = {}) => {
      const made = await make(options);
      await made.launch();
      return made;
    },
    living: () => all.filter((each) => each.isAlive()),
    killAll: async () => {
      await Promise.all(all.map((each) => each.kill()));
    },
  };
};
