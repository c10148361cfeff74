import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exact } from '../json.ts';
import { csvHeader, csvLine } from './csv.ts';
import { preferredFormat } from './format.ts';

const line = (...cells: readonly unknown[]) => {
  const columns = cells.map((_, index) => `c${index}`);
  return csvLine(columns, Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell])));
};

test('cells are quoted where they must be, lines end as RFC 4180 says', () => {
  assert.equal(csvHeader(['a', 'b']), 'a,b\r\n');
  assert.equal(line('x', 'a, b', 'say "no"', 'two\nlines', ''), 'x,"a, b","say ""no""","two\nlines",\r\n');
  assert.equal(line(null, undefined, true, 1.5, { a: [1] }), ',,true,1.5,"{""a"":[1]}"\r\n');
  assert.equal(line(exact('123456789012345678901.25')), '123456789012345678901.25\r\n');
  assert.equal(csvLine(['b'], { a: 1, b: 2 }), '2\r\n');
});

test('a text that a spreadsheet would run gets an apostrophe; a number stays a number', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1'])
    assert.equal(line(text), `'${text}\r\n`, text);
  assert.equal(line('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"\r\n`);
  assert.equal(line('\r=1'), `"'\r=1"\r\n`);
  assert.equal(line(-1, exact('-2.5'), 'a=1', "'=1"), "-1,-2.5,a=1,'=1\r\n");
});

test('Accept chooses the format, the heaviest first', () => {
  const chosen = (accept?: string) => preferredFormat(accept);
  assert.equal(chosen(), 'json');
  assert.equal(chosen('*/*'), 'json');
  assert.equal(chosen('text/html'), 'json');
  assert.equal(chosen('text/csv'), 'csv');
  assert.equal(chosen('Text/CSV; charset=utf-8'), 'csv');
  assert.equal(chosen('application/x-ndjson, text/csv'), 'ndjson');
  assert.equal(chosen('application/json;q=0.5, text/csv;q=0.9'), 'csv');
  assert.equal(chosen('text/csv;q=0, */*;q=0.1'), 'json');
});
