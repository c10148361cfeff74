import { fileURLToPath } from 'node:url';
import type { Kafka } from 'kafkajs';
import { freePorts } from '../../../infra/launcher/ports.ts';
import { urlAnswers } from '../../../infra/launcher/probe.ts';
import type { FailPoint } from '../worker/failPoint.ts';
import { leaveGroup, membersOf } from './leaveGroup.ts';
import { type Managed, manage } from './managed.ts';

const MAIN = fileURLToPath(new URL('../worker/main.ts', import.meta.url));
/** Preloaded into a process, it makes its clock wrong. */
export const CLOCK_MODULE = new URL('../worker/clock.ts', import.meta.url).href;

export interface WorkerOptions {
  readonly point?: FailPoint;
  /** By how much its clock is wrong, milliseconds, or `stepping`: see worker/clock.ts. */
  readonly clock?: string;
}

/** The processors of a world, each with a name of its own. */
export interface Workers {
  /** Starts one and waits until it has partitions. */
  readonly start: (options?: WorkerOptions) => Promise<Managed>;
  /** Starts one and does not wait: it may die before it has any. */
  readonly launch: (options?: WorkerOptions) => Promise<Managed>;
  readonly living: () => readonly Managed[];
  readonly thawAll: () => void;
  readonly killAll: () => Promise<void>;
  readonly stopAll: () => Promise<void>;
  /** Takes all members but these out of the consumer group at once; those who live join again. */
  readonly forget: (except?: readonly string[]) => Promise<void>;
  readonly members: () => Promise<readonly string[]>;
}

interface Setting {
  readonly environment: Readonly<Record<string, string>>;
  readonly logs: string;
  readonly kafka: Kafka;
  readonly port: number;
}

export const createWorkers = ({ environment, logs, kafka, port }: Setting): Workers => {
  const all: Managed[] = [];
  const make = async ({ point, clock }: WorkerOptions): Promise<Managed> => {
    const { processor } = await freePorts();
    const worker = manage(
      {
        name: `worker-${all.length + 1}`,
        command: process.execPath,
        args: [...(clock === undefined ? [] : ['--import', CLOCK_MODULE]), MAIN],
        environment: {
          ...environment,
          PROCESSOR_PORT: String(processor),
          ...(point === undefined ? {} : { FAULT_POINT: JSON.stringify(point) }),
          ...(clock === undefined ? {} : { FAULT_CLOCK: clock }),
        },
        ready: () => urlAnswers(`http://127.0.0.1:${processor}/readyz`),
        grace: 15_000,
      },
      logs,
    );
    all.push(worker);
    return worker;
  };
  const living = () => all.filter((worker) => worker.isAlive());
  const members = () => membersOf(kafka);

  return {
    start: async (options = {}) => {
      const worker = await make(options);
      await worker.start();
      return worker;
    },
    launch: async (options = {}) => {
      const worker = await make(options);
      await worker.launch();
      return worker;
    },
    living,
    thawAll: () => {
      for (const worker of all) worker.signal('SIGCONT');
    },
    killAll: async () => {
      await Promise.all(all.map((worker) => worker.kill()));
    },
    stopAll: async () => {
      await Promise.all(living().map((worker) => worker.stop()));
    },
    members,
    forget: async (except = []) => {
      const dead = (await members()).filter((member) => !except.includes(member));
      await leaveGroup(port, dead);
    },
  };
};
