import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { collect } from './collect.mjs';
import { isDrawn } from './drawn.mjs';

/**
 * A test runner for Stryker that stays in one process: test files are loaded with `node:test` replaced by something that only
 * collects, and a mutant is a switch. So a mutant costs its tests, and not the start of a process for each file of them. What is
 * read when a module is loaded (a table, a pattern) is loaded again with the mutant in it, from sources that are kept.
 */
globalThis.__stryker__ ??= {};
const context = globalThis.__stryker__;

/** Modules of the packages carry the number of the load that they belong to, so that the next load makes them anew. */
let loads = 0;
const isOurs = (url) => url.startsWith('file:') && /\/packages\/.*\.ts(\?|$)/.test(url);

const sources = new Map();
const sourceOf = (url) => {
  const file = fileURLToPath(url.split('?')[0]);
  if (!sources.has(file)) sources.set(file, stripTypeScriptTypes(readFileSync(file, 'utf8')));
  return sources.get(file);
};

const collector = new URL('collect.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, from, next) => {
    if (specifier === 'node:test') return { url: collector, shortCircuit: true };
    const found = next(specifier, from);
    return isOurs(found.url) ? { ...found, url: `${found.url.split('?')[0]}?load=${loads}` } : found;
  },
  load: (url, about, next) =>
    isOurs(url) ? { format: 'module', source: sourceOf(url), shortCircuit: true } : next(url, about),
});

// That a law fails is all that is asked: the smallest case of it costs more than all others together.
fc.configureGlobal({ endOnFailure: true });

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
  /** Mutants tried since the last load, and whether one of them has left things in disorder. */
  let tried = 0;
  let isDirty = false;

  const importFile = (file) => import(pathToFileURL(resolve(file)).href);
  const load = async () => {
    tests ??= await collect(files, importFile);
    return tests;
  };
  const forget = () => {
    loads++;
    tests = null;
    tried = 0;
    isDirty = false;
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

  const isAsked =
    (testFilter) =>
    ({ id }) =>
      testFilter?.includes(id) ?? true;
  const prepare = (hitLimit, activeMutant) => {
    tried++;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.hitLimit = hitLimit;
    context.activeMutant = activeMutant;
  };

  /** One that is a switch: the tests may have been loaded long ago. */
  const tryAtRuntime = async ({ activeMutant, testFilter, hitLimit, disableBail }) => {
    prepare(hitLimit, undefined);
    await load();
    context.activeMutant = activeMutant.id;
    return runAll(tests.filter(isAsked(testFilter)), !disableBail);
  };

  /** One that is in force while modules are loaded. The first files mostly notice, so the others are not loaded before. */
  const tryAtLoad = async ({ activeMutant, testFilter, hitLimit, disableBail }) => {
    prepare(hitLimit, activeMutant.id);
    isDirty = true;
    const results = [];
    for (const file of files) {
      let own;
      try {
        own = await collect([file], importFile);
      } catch (error) {
        return unloadable(error);
      }
      const result = await runAll(own.filter(isAsked(testFilter)), !disableBail);
      if (result.status !== DryRunStatus.Complete) return result;
      results.push(...result.tests);
      if (!disableBail && results.some(({ status }) => status === TestStatus.Failed)) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  };

  /** Whether a test that noticed fails without the mutant too. */
  const isBroken = async ({ tests: results = [] }) => {
    context.activeMutant = undefined;
    context.hitLimit = undefined;
    for (const { id } of results.filter((result) => result.status === TestStatus.Failed)) {
      const again = await runOne(tests.find((each) => each.id === id));
      if (again.status === TestStatus.Failed) return true;
    }
    return false;
  };

  return {
    capabilities: () => ({ reloadEnvironment: true }),
    dryRun: async () => {
      const result = await runAll(await load(), false);
      return { ...result, mutantCoverage: context.mutantCoverage };
    },
    /**
     * Modules keep things between two calls (a writer, a table of names), so a mutant that broke in the middle may make later
     * ones look noticed. The test that noticed must pass again without the mutant. Where it does not, this mutant did it if it
     * was the first since the load; if not, it is tried again after another.
     */
    mutantRun: async (options) => {
      if (!isDrawn(options.activeMutant)) return { status: MutantRunStatus.Error, errorMessage: 'not drawn' };
      if (options.reloadEnvironment || isDirty) forget();
      if (options.mutantActivation === 'static') return toMutantRunResult(await tryAtLoad(options));
      let result = await tryAtRuntime(options);
      let broken = await isBroken(result);
      if (broken && tried > 1) {
        forget();
        result = await tryAtRuntime(options);
        broken = await isBroken(result);
      }
      isDirty = broken || result.status !== DryRunStatus.Complete;
      return toMutantRunResult(result);
    },
  };
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', () =>
    createRunner(JSON.parse(process.env['MUTATION_TESTS'] ?? '[]')),
  ),
];
