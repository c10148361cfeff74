export * from './errors.ts';
export type * from './event.ts';
export * from './producer.ts';
