import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@tidemark/runtime';
import { firstDayOf, type Plan } from './business.ts';
import type { Deliver } from './deliver.ts';
import { createSimulation, resume, type Simulation } from './simulation.ts';
import { type SimulatorState, writeState } from './state-file.ts';
import { DAY, MINUTE } from './time.ts';

export interface Run {
  readonly stateFile: string;
  /** Activity and messages a second. */
  readonly rate: number;
  readonly isLive: boolean;
  readonly deliver: Deliver;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const TICK = 400;
/** History is computed and sent a month at a time, so that it is never in memory as a whole. */
const STEP = 30 * DAY;
const SAVE_EVERY = 5_000;
/** Chatter that is this late is left out: nobody misses it, and it would come as a flood. */
const LATEST_CHATTER = 5_000;
/** A live run that stood still for so long (a sleeping laptop, ingest away) goes on by filling a gap. */
const STANDSTILL = 10 * MINUTE;

/** Sends what is missing up to now and then, if live, goes on in step with the clock until the signal. */
export const run = async (start: SimulatorState, settings: Run): Promise<void> => {
  let state = start;
  while (!settings.signal.aborted) {
    const plan: Plan = resume(state.plan, state.sentThrough, Date.now());
    state = { ...state, plan };
    await writeState(settings.stateFile, state);
    const simulation = createSimulation(plan);
    for (let time = firstDayOf(plan) * DAY; time < state.sentThrough; time += STEP)
      simulation.takeUntil(time);
    simulation.takeUntil(state.sentThrough);
    state = await catchUp(state, simulation, settings);
    if (!settings.isLive) return;
    state = await live(state, simulation, settings);
  }
};

const catchUp = async (
  start: SimulatorState,
  simulation: Simulation,
  settings: Run,
): Promise<SimulatorState> => {
  const { deliver, log, stateFile } = settings;
  const began = Date.now();
  let state = start;
  let sent = 0;
  const from = new Date(state.sentThrough).toISOString();
  log.info({ from }, 'sending what happened so far');
  while (state.sentThrough < began) {
    const until = Math.min(began, state.sentThrough + STEP);
    const events = simulation.takeUntil(until);
    if (events.length > 0) await deliver(events);
    sent += events.length;
    state = { ...state, sentThrough: until };
    await writeState(stateFile, state);
  }
  log.info({ events: sent, milliseconds: Date.now() - began }, 'all that happened so far is sent');
  return state;
};

/** Ends at the signal, or after a standstill, with how far it came. */
const live = async (
  start: SimulatorState,
  simulation: Simulation,
  settings: Run,
): Promise<SimulatorState> => {
  const { deliver, rate, stateFile, signal } = settings;
  let state = start;
  let saved = Date.now();
  settings.log.info({ rate }, 'live');
  try {
    while (!signal.aborted) {
      const now = Date.now();
      if (now - state.sentThrough > STANDSTILL) return state;
      const happened = simulation.takeUntil(now);
      const chatter = chatterBetween(
        simulation,
        Math.max(state.sentThrough, now - LATEST_CHATTER),
        now,
        rate,
      );
      if (happened.length + chatter.length > 0) await deliver([...happened, ...chatter]);
      state = { ...state, sentThrough: now };
      if (now - saved > SAVE_EVERY) {
        await writeState(stateFile, state);
        saved = now;
      }
      await delay(TICK, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await writeState(stateFile, state);
  return state;
};

const chatterBetween = (simulation: Simulation, from: number, to: number, rate: number) => {
  const events = [];
  for (let second = Math.floor(from / 1_000); second * 1_000 < to; second++) {
    for (const event of simulation.chatterAt(second * 1_000, rate))
      if (event.time >= from && event.time < to) events.push(event);
  }
  return events;
};
