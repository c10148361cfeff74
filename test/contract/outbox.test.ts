import { outboxSuite } from './outbox.ts';
import { redisLiveStore, twinLiveStore } from './support/live.ts';

outboxSuite('twin', twinLiveStore);
outboxSuite('Redis', () => redisLiveStore('outbox'));
