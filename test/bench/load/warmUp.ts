import type { BenchStores } from '../stores/benchStores.ts';
import type { BenchRecord } from '../workload/workload.ts';
import { followOffsets } from './followOffsets.ts';
import { openLoad } from './openLoad.ts';
import { HALF_LOAD } from './rates.ts';

const SECONDS = 20;

/**
 * A steady load is measured on a process that has been at work for a while: its code compiled, tenants and most of what they count known.
 * What it still has to do then is done before this resolves.
 */
export const warmUp = async (stores: BenchStores, records: Iterator<BenchRecord>): Promise<void> => {
  const follower = followOffsets(stores.redisUrl);
  await openLoad(stores.kafka, records, { rate: HALF_LOAD, seconds: SECONDS }, follower.add).done;
  await follower.finish();
};
