import { redisLiveStore, twinLiveStore } from './support/live.ts';
import { termsSuite } from './terms.ts';

termsSuite('twin', twinLiveStore);
termsSuite('Redis', () => redisLiveStore('terms'));
