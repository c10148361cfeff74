/**
 * Preloaded into a process, this makes its clock wrong: `FAULT_CLOCK` is by how many milliseconds, or `stepping` for one that is set
 * forwards and back every few seconds. Only the time of day; intervals are measured as ever.
 */
const STEP = 600_000;
const EVERY = 3_000;
const setting = process.env['FAULT_CLOCK'] ?? '0';
const real = Date;

const shift = (): number => {
  if (setting !== 'stepping') return Number(setting);
  return Math.floor(performance.now() / EVERY) % 2 === 0 ? STEP : -STEP;
};

globalThis.Date = new Proxy(real, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [real.now() + shift()] : args, newTarget) as object,
  apply: () => new real(real.now() + shift()).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => real.now() + shift() : (Reflect.get(target, name, receiver) as unknown),
});
