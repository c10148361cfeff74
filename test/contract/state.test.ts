import { stateSuite } from './state.ts';
import { redisLiveStore, twinLiveStore } from './support/live.ts';

stateSuite('twin', twinLiveStore);
stateSuite('Redis', () => redisLiveStore('state'));
