import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { collect } from './collect.mjs';

/**
 * A test runner for Stryker that stays in one process: test files are loaded once, with `node:test` replaced by something that
 * only collects, and a mutant is a switch. So a mutant costs its tests, and not the start of a process for each file of them.
 */
globalThis.__stryker__ ??= {};
const context = globalThis.__stryker__;

const collector = new URL('collect.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, from, next) =>
    specifier === 'node:test' ? { url: collector, shortCircuit: true } : next(specifier, from),
});

const runOne = async ({ id, file, run }) => {
  const began = performance.now();
  const result = { id, name: id, fileName: resolve(file) };
  const time = () => ({ timeSpentMs: performance.now() - began });
  try {
    await run();
    return { ...result, ...time(), status: TestStatus.Success };
  } catch (error) {
    return { ...result, ...time(), status: TestStatus.Failed, failureMessage: String(error) };
  }
};

/** What answers where nothing can even be loaded: that is noticed too. */
const unloadable = (error) => ({
  status: DryRunStatus.Complete,
  tests: [
    { id: 'load', name: 'load', status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: 0 },
  ],
});

const createRunner = (files) => {
  let tests = null;
  const load = async () => {
    tests ??= await collect(files, (file) => import(pathToFileURL(resolve(file)).href));
    return tests;
  };
  const runAll = async (wanted, stopAtFirst) => {
    const results = [];
    for (const each of wanted) {
      context.currentTestId = each.id;
      const result = await runOne(each);
      const reached = determineHitLimitReached(context.hitCount, context.hitLimit);
      if (reached !== undefined) return reached;
      results.push(result);
      if (stopAtFirst && result.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  };

  /** Mutants tried in this process, and whether one of them has left it in disorder. */
  let tried = 0;
  let isDirty = false;

  /**
   * Modules keep things between two calls (a writer, a table of names), so a mutant that broke in the middle may make later ones
   * look noticed. The test that noticed must pass again without the mutant. Where it does not, this mutant did it if it was the
   * first here; if not, Stryker tries it again in a new process, as it does after any error.
   */
  const checkOrder = async ({ tests: results = [], status }, wanted) => {
    context.activeMutant = undefined;
    context.hitLimit = undefined;
    if (status === DryRunStatus.Timeout) isDirty = true;
    for (const { id } of results.filter((result) => result.status === TestStatus.Failed)) {
      const again = await runOne(wanted.find((each) => each.id === id));
      if (again.status !== TestStatus.Failed) continue;
      isDirty = true;
      if (tried > 1) throw new Error(`${id} fails without a mutant too`);
    }
  };

  return {
    capabilities: () => ({ reloadEnvironment: false }),
    dryRun: async () => {
      const result = await runAll(await load(), false);
      return { ...result, mutantCoverage: context.mutantCoverage };
    },
    mutantRun: async ({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) => {
      if (isDirty) throw new Error('a mutant has left this process in disorder');
      tried++;
      context.hitCount = hitLimit === undefined ? undefined : 0;
      context.hitLimit = hitLimit;
      context.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
      try {
        await load();
      } catch (error) {
        return toMutantRunResult(unloadable(error));
      }
      context.activeMutant = activeMutant.id;
      const wanted = tests.filter(({ id }) => testFilter?.includes(id) ?? true);
      const result = await runAll(wanted, !disableBail);
      if (mutantActivation === 'runtime') await checkOrder(result, wanted);
      return toMutantRunResult(result);
    },
  };
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', () =>
    createRunner(JSON.parse(process.env['MUTATION_TESTS'] ?? '[]')),
  ),
];
