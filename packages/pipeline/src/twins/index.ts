export * from './deadLetters.ts';
export * from './history.ts';
export * from './ledger.ts';
export * from './liveStore.ts';
export * from './log.ts';
export * from './rowEncoder.ts';
export * from './settings.ts';
export * from './topology.ts';
