import type { Row } from '../run/scene.ts';
import { alerterClocks, alerterKilled, manyAlerters, receiversFail, redisUnderAlerters } from './alerts.ts';
import { full } from './full.ts';
import { answersLost, pastTheWindow } from './history.ts';
import { killedAnywhere, killedBetween } from './killed.ts';
import { networkCut } from './network.ts';
import { poisoned, repeated } from './records.ts';
import { emptied, redisKilled, rolledBack } from './redis.ts';
import { versions } from './schemas.ts';
import { historyAway, kafkaRestarted } from './stores.ts';
import { comingAndGoing, wrongClocks } from './workers.ts';
import { zombie } from './zombie.ts';

/** The rows of the table, in its order. */
export const ROWS: readonly Row[] = [
  killedAnywhere,
  zombie,
  killedBetween,
  kafkaRestarted,
  redisKilled,
  emptied,
  rolledBack,
  historyAway,
  answersLost,
  pastTheWindow,
  repeated,
  poisoned,
  networkCut,
  comingAndGoing,
  full,
  versions,
  wrongClocks,
  alerterKilled,
  redisUnderAlerters,
  receiversFail,
  manyAlerters,
  alerterClocks,
];
