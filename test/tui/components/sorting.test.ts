import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../src/domain/artifacts/artifact.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { nextSort } from '../../../src/tui/components/sorting.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { checkOf, failureOf, statusOf } from '../../support/recorded-builders.ts';
import { frameOf, on, paneOf, press } from '../support.tsx';

const artifact = (id: string, state: Artifact['state']): Artifact =>
  ({
    id,
    state,
    declaration: {
      title: `About ${id}`,
      owner: 'team lead',
      reviewers: ['security owner'],
      publish_to: 'AGENTS.md',
    },
    revisions: [],
  }) as unknown as Artifact;

const shelf = artifacts.set(on('artifacts'), [
  artifact('policy-10', 'draft'),
  artifact('policy-2', 'approved'),
  artifact('catalog', 'draft'),
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
    const byState = press(shelf, 'O');
    expect(frameOf(byState)).toContain('STATE↑');
    expect(rows(byState)).toEqual(['policy-2', '>policy-10', 'catalog']);
    expect(frameOf(press(byState, 'O'))).toContain('STATE↓');
    const byName = press(byState, 'O', 'O');
    expect(frameOf(byName)).toContain('ARTIFACT↑');
    expect(rows(byName)).toEqual(['catalog', 'policy-2', '>policy-10']);
    expect(rows(press(byName, 'O'))).toEqual(['>policy-10', 'policy-2', 'catalog']);
  });

  it('act on the row that is marked', () => {
    const byName = press(shelf, 'O', 'O', 'O', 'g');
    expect(rows(byName)).toEqual(['>catalog', 'policy-2', 'policy-10']);
    expect(press(byName, 'enter').documents).toHaveProperty(['artifact catalog ']);
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
