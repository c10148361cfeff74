import { answers } from './answers.ts';
import { buyers } from './buyers.ts';
import { charges } from './charges.ts';
import { existingRevenue } from './existingRevenue.ts';
import type { TermFamily } from './family.ts';
import { nonRecurring } from './nonRecurring.ts';
import { nps } from './nps.ts';

/** Every family of terms but the lifetime's, which also makes the ledger. */
export const FAMILIES: readonly TermFamily[] = [charges, buyers, existingRevenue, nonRecurring, nps, answers];
