import { trySeeds } from '../testing/seeds.ts';

/** The other half of the seeds, beside simulation.test.ts. */
trySeeds(1, 2);
