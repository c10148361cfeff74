import type { Context } from '../context.ts';
import { record, tell } from './record.ts';

/** Longer than anybody tries to deliver a message. */
const LOOKED_BACK = 3 * 86_400_000;

/**
 * Takes up what another process, or this one before it ended, left half done: entries that history does not hold, and messages
 * that the queue lost with a Redis that was set back. Whatever was done already is done again without effect.
 */
export const catchUp = async (context: Context): Promise<void> => {
  const { states, history, now } = context;
  for (const entry of await states.open()) await record(context, entry);
  for (const entry of await history.open(now() - LOOKED_BACK)) await tell(context, entry);
};
