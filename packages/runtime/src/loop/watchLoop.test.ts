import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../testing/watchedLoop.ts', import.meta.url));

const start = (behaviour: string): ChildProcess =>
  spawn(process.execPath, [PROGRAM, behaviour], { stdio: ['ignore', 'pipe', 'pipe'] });

/** Resolves once it has told so many turns from now on; rejects where it ends before. */
const turns = async (child: ChildProcess, count: number): Promise<void> => {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`it ended (${code ?? signal})`);
  });
  const told = async (): Promise<void> => {
    for (let seen = 0; seen < count; ) {
      const [text] = await once(child.stdout!, 'data');
      seen += String(text).split('\n').length - 1;
    }
  };
  await Promise.race([told(), ended]);
};

const hangs = async (): Promise<string> => {
  const child = start('hang');
  let output = '';
  child.stderr!.on('data', (text) => {
    output += String(text);
  });
  const [, signal] = await once(child, 'close');
  assert.equal(signal, 'SIGKILL');
  return output;
};

test('a process whose event loop stands still ends, and says why', async () => {
  const line = JSON.parse(await hangs()) as Record<string, unknown>;
  assert.deepEqual(
    [line['level'], line['name'], line['runbook']],
    [60, 'watched', 'docs/runbook/standing-still.md'],
  );
  assert.match(String(line['msg']), /the event loop has stood still for 0\.24 s/);
});

test('one that was stopped for longer than that, and goes on, does not', async (t) => {
  const child = start('turn');
  t.after(() => child.kill('SIGKILL'));
  await turns(child, 3);
  child.kill('SIGSTOP');
  // Another one's whole life is longer than the patience of the first.
  await hangs();
  child.kill('SIGCONT');
  await turns(child, 100);
});
