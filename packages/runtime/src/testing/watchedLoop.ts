import { watchLoop } from '../loop/watchLoop.ts';

/** A process whose loop is watched with little patience: it tells each turn, or stands still at once where told to. */
const [behaviour] = process.argv.slice(2);

watchLoop('watched', 20, 12);
if (behaviour === 'hang') for (;;);
let turn = 0;
setInterval(() => process.stdout.write(`turn ${turn++}\n`), 10);
