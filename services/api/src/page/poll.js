const wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const visible = (signal) =>
  new Promise((resolve) => {
    if (!document.hidden || signal.aborted) return resolve();
    const done = new AbortController();
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      done.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', look, { signal: done.signal });
    signal.addEventListener('abort', look, { signal: done.signal });
  });

/** Repeats `work` with `pause` milliseconds between, never twice at once and not while the tab is hidden, until `signal` aborts. */
export const poll = async (work, pause, signal) => {
  for (;;) {
    await visible(signal);
    if (signal.aborted) return;
    await work();
    await wait(pause, signal);
  }
};

/** Does `work` for each item, `width` at a time: the page must not crowd out whoever else asks the API. */
export const each = async (items, width, work) => {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
};
