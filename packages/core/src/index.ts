export * from './calendar/calendar.ts';
export * from './event/event.ts';
export * from './event/rejection.ts';
export * from './settings/settings.ts';
export * from './transition.ts';
