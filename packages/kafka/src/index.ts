export type { Log } from './log.ts';
export * from './topics.ts';
