/** Stands in for `node:test`: files loaded under it hand their tests over instead of running them. */
let collected = [];
let file = '';

export const test = (name, run) => {
  // A seed in a name would make another test of it in the next process.
  const id = `${file}: ${name.replace(/ \(seed.*?\)/, '')}`;
  collected.push({ id, file, run: () => run({ diagnostic: () => undefined }) });
};

/** Loads test files one after another and answers all their tests. */
export const collect = async (files, load) => {
  collected = [];
  for (const next of files) {
    file = next;
    await load(next);
  }
  return collected;
};
