import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { nextSort } from '../../../src/tui/components/sorting.ts';
import { runbooks } from '../../../src/tui/screens/runbooks/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { checkOf, failureOf, statusOf } from '../../support/recorded-builders.ts';
import { frameOf, on, paneOf, press } from '../support.tsx';

const book = (id: string, kind: string) => ({ id, kind, title: `About ${id}`, revision: 0, text: id });

const shelf = runbooks.set(on('runbooks'), [
  book('policy-10', 'guide'),
  book('policy-2', 'a phase'),
  book('catalog', 'guide'),
]);

/** The rows as they stand: the marked one with a `>`. */
const rows = (state: State) =>
  paneOf(frameOf(state))
    .flatMap((line) => [...line.matchAll(/^([ ▸]).*?(policy-10|policy-2|catalog)/g)])
    .map(([, mark, id]) => `${mark === '▸' ? '>' : ''}${id}`);

const rowsOf = (state: State) => paneOf(frameOf(state)).join('\n');

describe('the rows of a list', () => {
  it('are sorted by one column after the other, up and down, and then come as they were', () => {
    expect(rows(shelf)).toEqual(['>policy-10', 'policy-2', 'catalog']);
    const byTitle = press(shelf, 'O');
    expect(frameOf(byTitle)).toContain('TITLE↑');
    expect(rows(byTitle)).toEqual(['catalog', 'policy-2', '>policy-10']);
    expect(rows(press(byTitle, 'O'))).toEqual(['>policy-10', 'policy-2', 'catalog']);
    const byKind = press(byTitle, 'O', 'O');
    expect(frameOf(byKind)).toContain('KIND↑');
    // Rows of the same kind keep their order.
    expect(rows(byKind)).toEqual(['policy-2', '>policy-10', 'catalog']);
    expect(frameOf(press(byKind, 'O'))).toContain('KIND↓');
    expect(rows(press(byKind, ...Array(8).fill('O')))).toEqual(['>policy-10', 'policy-2', 'catalog']);
  });

  it('act on the row that is marked', () => {
    const byKind = press(shelf, 'O', 'O', 'O', 'g');
    expect(rows(byKind)).toEqual(['>policy-2', 'policy-10', 'catalog']);
    expect(frameOf(press(byKind, 'enter'))).toContain('About policy-2 · 1/3');
  });

  it('of the checks begin with what failed, during a run too', () => {
    const suite = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
    const checks = [checkOf(), failureOf()];
    const state = on('checks', { suite, status: statusOf({ checks }) });
    expect(rowsOf(state)).toMatch(/STATE↑.*\n▸ ✘ fail +config\.strict.*\n {4}not run +/);
    const runningSince = { 'cli.version': 5 };
    const going = { ...state, run: { ...state.run, going: true, runningSince } };
    expect(rowsOf(going)).toMatch(/running +cli\.version.*\n.*✘ fail +config\.strict/);
  });

  it('come as they were after the last column', () => {
    expect(nextSort(['A'], { by: 'A', descending: true })).toBeUndefined();
    expect(nextSort([], undefined)).toBeUndefined();
  });
});
