import { text } from '../../parameters.ts';

export const SURVEYS = ['nps', 'csat', 'ces'] as const;

export const touchpoint = text('only given there');
