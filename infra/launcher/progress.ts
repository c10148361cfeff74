const FRAME = 200;

export interface Progress {
  /** One line that stays. */
  readonly say: (line: string) => void;
  /** Something goes on until the answer is called. */
  readonly doing: (step: string) => () => void;
  readonly close: () => void;
}

/** Lines for people. On a terminal a last line also tells what goes on and for how long; elsewhere there are only plain lines. */
export const createProgress = (out: NodeJS.WriteStream): Progress => {
  const steps = new Map<string, number>();
  const clear = (): void => void (out.isTTY && out.write('\r\x1b[2K'));
  const draw = (): void => {
    if (!out.isTTY || steps.size === 0) return;
    const seconds = Math.floor((Date.now() - Math.min(...steps.values())) / 1000);
    out.write(`  … ${[...steps.keys()].join(', ')} (${seconds} s)`.slice(0, (out.columns || 80) - 1));
  };
  const redraw = (): void => {
    clear();
    draw();
  };
  const timer = out.isTTY ? setInterval(redraw, FRAME) : undefined;
  timer?.unref();
  return {
    say: (line) => {
      clear();
      out.write(`${line}\n`);
      draw();
    },
    doing: (step) => {
      steps.set(step, Date.now());
      return () => {
        steps.delete(step);
        redraw();
      };
    },
    close: () => {
      clearInterval(timer);
      steps.clear();
      clear();
    },
  };
};
