import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/app/files/read-table.ts';
import { tempFolder } from '../../support/temp.ts';

/** What is read of a file with these bytes: the columns, then each row with its place. */
async function read(name: string, bytes: string | Uint8Array) {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  const { columns, rows } = await readTable(path, name);
  const all = await Array.fromAsync(rows);
  return { columns, rows: all.map(({ place, cells }) => [place, ...cells]) };
}

const expected = {
  columns: ['day', 'turns'],
  rows: [
    ['line 2', '2026-11-02', '3'],
    ['line 3', '2026-11-03', ''],
  ],
};

describe('a CSV file', () => {
  it.each([
    ['with commas', 'day,turns\n2026-11-02,3\n2026-11-03,\n'],
    ['with semicolons, as spreadsheets of many countries write it', 'day;turns\n2026-11-02;3\n2026-11-03;\n'],
    ['with tabs', 'day\tturns\n2026-11-02\t3\n2026-11-03\t\n'],
    [
      'with a byte order mark, quotes and CRLF',
      '\ufeff"day","turns"\r\n"2026-11-02","3"\r\n"2026-11-03",""\r\n',
    ],
    ['without a last line end', 'day,turns\n2026-11-02,3\n2026-11-03,'],
  ])('%s', async (_, text) => {
    expect(await read('a.csv', text)).toEqual(expected);
  });

  it('a cell may have commas, quotes and line ends, and names the line on which its row begins', async () => {
    expect(await read('a.csv', 'day,note\n1,"a, ""b""\nc"\n2,x\n')).toEqual({
      columns: ['day', 'note'],
      rows: [
        ['line 2', '1', 'a, "b"\nc'],
        ['line 4', '2', 'x'],
      ],
    });
  });

  it.each([
    [
      'a row that is too short',
      'a,b\n1,2\n3\n',
      'a.csv, line 3: it has not as many cells as the heading has columns',
    ],
    ['a quote that never ends', 'a,b\n1,"2\n', 'a.csv: a quote is opened and never closed'],
    ['an empty file', '', 'a.csv: it is empty'],
    ['a file of a byte order mark alone', '\ufeff\n', 'a.csv: it is empty'],
    ['more columns than a table has', `${'a,'.repeat(1000)}b\n`, 'a.csv: it has more than 1000 columns'],
    ['UTF-16', Buffer.from('day,turns\n', 'utf16le'), 'a.csv: it is no text in UTF-8'],
    [
      'a row of two megabytes',
      `a\n${'x'.repeat(2_000_000)}`,
      'a.csv, line 2: a row has more than 1048576 bytes',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(read('a.csv', bytes)).rejects.toThrow(message);
  });

  it('is not awaited when it is a pipe, and is named when it is not there', async () => {
    const pipe = join(tempFolder(), 'a.csv');
    execFileSync('mkfifo', [pipe]);
    await expect(readTable(pipe, 'a.csv')).rejects.toThrow('a.csv: cannot be read: it is a pipe');
    await expect(readTable(`${pipe}x`, 'a.csv')).rejects.toThrow('a.csv: there is no such file');
  });
});

describe('a JSON file', () => {
  const rows = [
    ['row 1', '2026-11-02', '3'],
    ['row 2', '2026-11-03', ''],
  ];
  it.each([
    ['a list of objects', 'a.json', '[{"day":"2026-11-02","turns":3},{"day":"2026-11-03","turns":null}]'],
    [
      'an object with a list',
      'a.json',
      '{"n":2,"data":[{"day":"2026-11-02","turns":3},{"day":"2026-11-03"}]}',
    ],
    ['one object a line', 'a.jsonl', '{"day":"2026-11-02","turns":3}\n\n{"day":"2026-11-03"}\n'],
  ])('%s; what is null is absent', async (_, name, text) => {
    expect(await read(name, text)).toEqual({ columns: ['day', 'turns'], rows });
  });

  it('objects in objects have names with dots', async () => {
    expect(await read('a.json', '[{"user":{"email":"a@x"},"__proto__":1,"tags":[1]}]')).toEqual({
      columns: ['user.email', '__proto__'],
      rows: [['row 1', 'a@x', '1']],
    });
  });

  it('objects in thousands of objects are left out', async () => {
    const deep = `[{"a":1,"b":${'{"b":'.repeat(10_000)}1${'}'.repeat(10_001)}]`;
    expect(await read('a.json', deep)).toMatchObject({ columns: ['a'] });
  });

  it.each([
    ['[1,2]', 'a.json: it has no list of objects'],
    ['[]', 'a.json: it has no rows'],
    ['{"a":1}\n{"a":', 'a.json, line 2: it is not a JSON object'],
    ['no json', 'a.json, line 1: it is not a JSON object'],
  ])('refuses %j', async (text, message) => {
    await expect(read('a.json', text)).rejects.toThrow(message);
  });
});
