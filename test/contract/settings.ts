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
    assert.deepEqual(await stores.one.read(['fresh']), new Map([['fresh', stored]]));
  });

  test(`${name}: a currency is fixed once; whoever comes later is told which`, async () => {
    const fixed = await stores.one.fixCurrencies(
      new Map([
        ['acme', 'EUR'],
        ['globex', 'GBP'],
      ]),
    );
    assert.deepEqual(
      [...fixed.values()].map(({ settings }) => settings.currency),
      ['EUR', 'GBP'],
    );
    const later = await stores.other.fixCurrencies(
      new Map([
        ['acme', 'USD'],
        ['initech', 'USD'],
      ]),
    );
    assert.deepEqual(later.get('acme'), fixed.get('acme'));
    assert.equal(later.get('initech')!.settings.currency, 'USD');
    assert.deepEqual(await stores.other.read(['acme', 'globex']), fixed);
    // How past events count has not changed.
    assert.equal(fixed.get('acme')!.history_version, 0);
  });

  test(`${name}: of two at the same moment one wins, and both are answered the same`, async () => {
    const all = (currency: string, tenants: readonly string[]) =>
      new Map(tenants.map((tenant) => [tenant, currency]));
    const [one, other] = await Promise.all([
      stores.one.fixCurrencies(all('EUR', ['a', 'b', 'c', 'd', 'e'])),
      stores.other.fixCurrencies(all('USD', ['e', 'd', 'c', 'b', 'a'])),
    ]);
    for (const [tenant, { settings }] of await stores.one.read(['a', 'b', 'c', 'd', 'e'])) {
      assert.equal(one.get(tenant)!.settings.currency, settings.currency);
      assert.equal(other.get(tenant)!.settings.currency, settings.currency);
    }
  });
};
