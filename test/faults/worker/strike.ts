/** `during`: the request is on its way, and nobody will read its answer. */
export const MOMENTS = ['before', 'during', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Where something befalls a process: at the `nth` such call since its start. */
export interface Point<S extends string> {
  readonly step: S;
  readonly moment: Moment;
  readonly nth: number;
  /** `SIGKILL`: no handler runs, no buffer is written. `SIGSTOP`: it stands still in the middle, until somebody lets it go on. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Long enough for a request to leave this process, short enough that its answer is not read. */
const LEAVING = 1;

type Method = (...args: readonly unknown[]) => Promise<unknown>;

export type NameCall = (port: string, method: string, args: readonly unknown[]) => string;

/** The same port, in which the process is struck at one of its calls. All ports given to one striker share its count. */
export const createStriker = <S extends string>(
  { step, moment, nth, signal }: Point<S>,
  nameOf: NameCall = (port, method) => `${port}.${method}`,
) => {
  let left = nth;
  const strike = (): void => void process.kill(process.pid, signal);
  const strikeAround = async (effect: () => Promise<unknown>): Promise<unknown> => {
    if (moment === 'before') strike();
    const answer = effect();
    if (moment === 'during') setTimeout(strike, LEAVING);
    await answer;
    if (moment === 'after') strike();
    return answer;
  };
  return <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get: (held, name) => {
        const method = Reflect.get(held, name) as Method;
        return (...args: readonly unknown[]) => {
          const effect = () => method(...args);
          return nameOf(port, String(name), args) === step && --left === 0 ? strikeAround(effect) : effect();
        };
      },
    });
};
