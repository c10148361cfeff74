import { answers } from './answers.ts';
import { buyers } from './buyers.ts';
import { campaigns } from './campaigns.ts';
import { charges } from './charges.ts';
import { activities, engagement } from './engagement.ts';
import { existingRevenue } from './existingRevenue.ts';
import type { TermFamily } from './family.ts';
import { invoices } from './invoices.ts';
import { nonRecurring } from './nonRecurring.ts';
import { nps } from './nps.ts';
import { offers } from './offers.ts';
import { spending } from './spending.ts';
import { units } from './units.ts';

/** Every family of terms but the lifetime's, which also makes the ledger. */
export const FAMILIES: readonly TermFamily[] = [
  charges,
  buyers,
  existingRevenue,
  nonRecurring,
  units,
  offers,
  nps,
  answers,
  activities,
  campaigns,
  engagement,
  spending,
  invoices,
];
