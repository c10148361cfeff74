import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from '../../runner/files.ts';
import { ask } from '../support/analysts.ts';
import { sendFewCustomers } from '../support/fewCustomers.ts';
import { settled } from '../support/read.ts';
import { sendEvents } from '../support/send.ts';
import { stack } from '../support/stack.ts';

/** Grafana as code, without Grafana: the shape of the dashboards, and each of their questions put to ClickHouse or to `/metrics`. */

interface Target {
  readonly refId: string;
  readonly datasource: { readonly uid: string };
  readonly rawSql?: string;
  readonly expr?: string;
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly targets: readonly Target[];
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

const FOLDER = join(ROOT, 'infra/grafana');
const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const business = JSON.parse(textOf('dashboards/business.json')) as Dashboard;
const operations = JSON.parse(textOf('dashboards/operations.json')) as Dashboard;

let tenant = '';
before(async () => {
  tenant = await sendFewCustomers('grafana');
  const ahead = Date.now() + 20 * 86_400_000;
  await sendEvents(tenant, [
    { id: 'a3', type: 'survey', time: '2026-03-20T12:00:00Z', customer: 'ann', survey: 'nps', score: 3 },
    { id: 'd9', type: 'cancellation', time: '2026-03-20T12:00:00Z', customer: 'dan', effective_at: ahead },
  ]);
  await settled();
});

/** What the plug-in and Grafana put in the places of macros and variables. */
const filled = (query: string): string =>
  query
    .replaceAll(/\$__dateFilter\(([\w.]+)\)/g, "$1 >= toDate('2025-12-01') AND $1 <= toDate('2026-11-30')")
    .replaceAll(/\$\{tenant\}/g, tenant)
    .replaceAll(/\$\{minor\}/g, '100');

test('dashboards: names of their own, places that do not overlap, sources that are provisioned', () => {
  const provisioned = parse(textOf('provisioning/datasources/tidemark.yaml')) as {
    datasources: readonly { uid: string }[];
  };
  const sources = new Set(provisioned.datasources.map(({ uid }) => uid));
  assert.notEqual(business.uid, operations.uid);
  for (const { panels } of [business, operations]) {
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      assert.ok(x + w <= 24);
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
    });
    assert.equal(new Set(cells).size, cells.length);
    for (const { targets } of panels)
      for (const { datasource } of targets) assert.ok(sources.has(datasource.uid), datasource.uid);
  }
});

test('every question of the business dashboard is answered', async () => {
  const [variable] = business.templating.list;
  const tenants = await ask<{ tenant: string }>(variable!.query);
  assert.ok(tenants.some((row) => row.tenant === tenant));
  const answered = new Map<string, number>();
  for (const { title, targets } of business.panels)
    for (const { rawSql } of targets) {
      const query = filled(rawSql!);
      assert.doesNotMatch(query, /\$/);
      answered.set(title, (await ask(query)).length);
    }
  const empty = [...answered].filter(([, rows]) => rows === 0).map(([title]) => title);
  assert.deepEqual(empty, []);
});

test('every name that the operations dashboard asks for is one that a service tells', async () => {
  const { api, ingest, processor, alerter } = stack();
  const told = await Promise.all(
    [api, ingest, processor, alerter].map(async (service) => (await fetch(`${service}/metrics`)).text()),
  );
  const names = new Set(
    told.flatMap((text) => [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!)),
  );
  const asked = operations.panels
    .flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr!.matchAll(/\b(?:tidemark|process)_\w+/g)]),
    )
    .map(([name]) => name);
  assert.ok(new Set(asked).size > 20);
  assert.deepEqual(
    asked.filter((name) => !names.has(name)),
    [],
  );
});

test('Prometheus scrapes every service at its port', () => {
  const { scrape_configs: jobs } = parse(textOf('prometheus.yml')) as {
    scrape_configs: readonly {
      job_name: string;
      static_configs: readonly { targets: readonly string[] }[];
    }[];
  };
  assert.deepEqual(jobs.flatMap((job) => job.static_configs[0]!.targets).toSorted(), [
    'alerter:8083',
    'api:8080',
    'ingest:8081',
    'processor:8082',
  ]);
});
