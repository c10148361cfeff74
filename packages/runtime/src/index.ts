export * from './calendar.ts';
export * from './config.ts';
export * from './log.ts';
export * from './loopback.ts';
export * from './prometheus.ts';
export * from './releasers.ts';
export * from './service.ts';
