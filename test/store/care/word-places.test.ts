import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { drawFactors, readWords } from '../../../src/store/care/word-places.ts';
import { createPrivateWords, insertWords, type WordRow } from '../../../src/store/projections/word-index.ts';

const rows: readonly WordRow[] = [
  [1, 'kind check', 'the pin', 'codex'],
  [2, 'kind review', 'codex the', 'pin codex'],
];

/** How an index of words reads. */
function read(
  raw: Database.Database,
  factors: readonly number[],
  given: readonly WordRow[],
): readonly string[] {
  createPrivateWords(raw);
  for (const row of given) raw.prepare(insertWords).run(...row);
  const found = readWords(raw, 'temp', factors);
  raw.exec('DROP TABLE temp.entry_word');
  return found;
}

it.each<[string, readonly WordRow[], boolean]>([
  ['has the same words at the same places', rows, true],
  ['lacks an entry', rows.slice(1), false],
  [
    'has an entry under another number',
    [rows[0] as WordRow, [3, 'kind review', 'codex the', 'pin codex']],
    false,
  ],
  ['has words in another order', [rows[0] as WordRow, [2, 'kind review', 'the codex', 'pin codex']], false],
  ['has words in another column', [rows[0] as WordRow, [2, 'kind review', 'pin codex', 'codex the']], false],
  [
    'has words of one entry in the other',
    [
      [1, 'kind check', 'the', 'codex'],
      [2, 'kind review', 'codex the pin', 'pin codex'],
    ],
    false,
  ],
])('an index that %s', (_, others, isSame) => {
  const raw = new Database(':memory:');
  onTestFinished(() => void raw.close());
  const factors = drawFactors();
  const first = read(raw, factors, rows);
  const second = read(raw, factors, others);
  expect(first.length).toBeGreaterThan(3);
  if (isSame) expect(second).toEqual(first);
  else expect(second).not.toEqual(first);
});
