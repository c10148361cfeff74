export * from './connection.ts';
export * from './families.ts';
export * from './history.ts';
export * from './ledger.ts';
export * from './migrate.ts';
export * from './periodSums.ts';
export * from './rows/encoder.ts';
export * from './settings.ts';
