export * from './failures.ts';
export * from './plan.ts';
export * from './ports/history.ts';
export * from './ports/log.ts';
export * from './ports/outbox.ts';
export * from './ports/settings.ts';
export * from './ports/state.ts';
export * from './ports/worker.ts';
