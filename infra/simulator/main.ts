import { simulate } from '../cli/simulate.ts';

process.exitCode = await simulate(process.argv.slice(2));
