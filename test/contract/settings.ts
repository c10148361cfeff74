import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultSettingsOf } from '@tidemark/core';
import type { SettingsStore } from '@tidemark/pipeline';

/** Two clients of one durable store, as two processes have them. */
export interface SettingsStores {
  readonly one: SettingsStore;
  readonly other: SettingsStore;
  readonly close: () => Promise<void>;
}

/** What every SettingsStore keeps to: the comments of packages/pipeline/src/ports/settings.ts, sentence by sentence. */
export const settingsSuite = (name: string, makeStores: () => Promise<SettingsStores>): void => {
  let stores: SettingsStores;
  before(async () => {
    stores = await makeStores();
  });
  after(() => stores.close());

  test(`${name}: where nothing is stored, version 0 with all defaults`, async () => {
    const stored = defaultSettingsOf('fresh');
    assert.deepEqual(await stores.one.read('fresh'), stored);
  });

  test(`${name}: a currency is fixed once; whoever comes later is told which`, async () => {
    const fixed = await stores.one.fixCurrency('acme', 'EUR');
    assert.equal(fixed.settings.currency, 'EUR');
    assert.deepEqual(await stores.other.fixCurrency('acme', 'USD'), fixed);
    assert.deepEqual(await stores.other.read('acme'), fixed);
    // How past events count has not changed.
    assert.equal(fixed.history_version, 0);
  });

  test(`${name}: of two at the same moment one wins, and both are answered the same`, async () => {
    for (const tenant of ['a', 'b', 'c', 'd', 'e']) {
      const [one, other] = await Promise.all([
        stores.one.fixCurrency(tenant, 'EUR'),
        stores.other.fixCurrency(tenant, 'USD'),
      ]);
      assert.equal(one.settings.currency, other.settings.currency);
      assert.equal((await stores.one.read(tenant)).settings.currency, one.settings.currency);
    }
  });
};
