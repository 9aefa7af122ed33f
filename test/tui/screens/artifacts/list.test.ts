import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artifacts, work } from '../../../../src/tui/screens/artifacts/rows.ts';
import { artifactsScreen } from '../../../../src/tui/screens/artifacts/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { hintsIn } from '../../asking.ts';
import { change, frameOf, paneOf, press, wholeFrame } from '../../support.tsx';
import { artifactOf, as, draft, gaps, half, none, people, review, whole, written } from './support.ts';

const rows = (state: State, width = 80) => paneOf(frameOf(state, { width, height: 14 }));

describe('the list of artifacts', () => {
  it('shows how each stands and what it waits for, what waits for you first', () => {
    const [head, ...lines] = rows(as('ada', [none, gaps, draft, review, half, whole]), 190);
    expect(head).toMatch(/STATE↑ +ARTIFACT +REV +OWNER +WAITS FOR/);
    const shown = lines.filter((line) => /[○✎●✔▲] /.test(line));
    expect(shown.map((line) => line.replace('▸ ', '').trim().replace(/ {2,}/g, ' | '))).toEqual([
      '● in review | review | 1 | security owner | you (rollout owner)',
      '● in review | half | 1 | security owner | you (rollout owner)',
      '✎ draft | gaps | 1 | security owner | 2 gaps: TEAM NAME, WHO',
      '✎ draft | draft | 1 | security owner | security owner: sue@example.com to submit it',
      '○ not begun | none | - | security owner | security owner: sue@example.com to write it',
      '✔ approved | whole | 1 | security owner | review 2027-02-20',
    ]);
  });

  it('tells the one who can act which key does it', () => {
    const lines = rows(as('sue', [none, gaps, draft, review]), 99).join('\n');
    expect(lines).toMatch(/none .*you: e begins it/);
    expect(lines).toMatch(/gaps .*you: 2 gaps: TEAM NAME, WHO/);
    expect(lines).toMatch(/draft .*you: s submits it/);
    expect(lines).toMatch(/review .*you \(security owner\)/);
  });

  it('names a role that no one has', () => {
    const state = as('ada', [artifactOf('data', [], { owner: 'analytics owner' })]);
    expect(rows(state, 99).join('\n')).toContain('analytics owner: no one has this role! to write it');
  });

  it('says that a review is due', () => {
    const due = { ...whole, reviewDue: true };
    expect(rows(as('sue', [due]), 99).join('\n')).toMatch(
      /▲ review due +whole .*you: review due since 2027-02-20/,
    );
  });

  it('never cuts the name of an artifact, at any width', () => {
    const all = [artifactOf('verification-catalog'), artifactOf('instruction-template', [written])];
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 200 }), (width) => {
        const shown = frameOf(as('ada', all), { width, height: 14 });
        expect(shown).toContain('verification-catalog');
        expect(shown).toContain('instruction-template');
      }),
      { numRuns: 25 },
    );
  });

  it('filters by name, state and owner, and sorts by a column', () => {
    const state = as('ada', [none, draft, whole]);
    const filtered = press(state, '/', ...'draft', 'enter');
    expect(rows(filtered).join('\n')).toMatch(/draft/);
    expect(rows(filtered).join('\n')).not.toMatch(/whole/);
    expect(frameOf(press(state, '/', ...'xyz', 'enter'))).toContain('no artifact passes the filter');
    expect(rows(press(state, 'O', 'O')).join('\n')).toMatch(/ARTIFACT↑/);
  });

  it('says that it is reading, and how to begin without a rollout or a text', () => {
    expect(frameOf(as('ada', []))).toContain('the artifacts are being read…');
    const noRollout = as('ada', [none], { status: statusOf({ rollout: undefined }) });
    expect(frameOf(noRollout)).toContain(
      'No rollout yet: 1, then n starts one. enter shows the starting text.',
    );
    expect(frameOf(as('ada', [none]))).toContain(
      'Nothing is written yet: e begins the selected one, i takes a file.',
    );
    expect(frameOf(as('ada', [whole]))).toContain('No text is published yet: p writes an approved one');
  });

  it.each([
    [60, 16],
    [80, 24],
    [100, 30],
    [200, 60],
  ])('fits %i×%i', (width, height) => {
    const state = as('ada', [none, gaps, draft, review, half, whole], {
      page: { rows: height - 7, columns: width },
    });
    const lines = wholeFrame(state, { width, height: height - 1 }).split('\n');
    expect(lines.length).toBeLessThanOrEqual(height - 1);
    expect(lines.join('\n')).toMatch(/● in review +review/);
  });
});

describe('the rows of the artifacts', () => {
  const all = [none, gaps, draft, review, half, whole];
  const ids = (state: State) => artifactsScreen.rowIds(state);

  it.each([
    ['', 'STATE↑', ['review', 'half', 'gaps', 'draft', 'none', 'whole']],
    ['O', 'STATE↓', ['whole', 'none', 'gaps', 'draft', 'review', 'half']],
    ['OO', 'ARTIFACT↑', ['draft', 'gaps', 'half', 'none', 'review', 'whole']],
    ['OOOO', 'REV↑', ['none', 'gaps', 'draft', 'review', 'half', 'whole']],
  ])('are sorted with %j by %s', (keys, title, order) => {
    const sorted = press(as('ada', all), ...keys);
    expect([rows(sorted, 190)[0], ids(sorted)]).toEqual([expect.stringContaining(title), order]);
    expect(ids(sorted)[sorted.cursor.artifacts ?? 0]).toBe(keys === '' ? order[0] : 'review');
  });

  it('keep the cursor on an artifact that becomes more urgent by what another process records', () => {
    const state = press(as('ada', all), '/', ...'whole', 'enter', 'esc');
    expect(ids(state)[state.cursor.artifacts ?? 0]).toBe('whole');
    const due = change(state, (now) => artifacts.set(now, [none, { ...whole, reviewDue: true }]));
    expect(ids(due)).toEqual(['whole', 'none']);
    expect(due.cursor.artifacts).toBe(0);
  });

  it('are a thousand, of which as many are seen as there is room for', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({
      ...none,
      id: `a${String(at).padStart(3, '0')}`,
    }));
    const end = press(as('ada', many, { page: { rows: 18, columns: 190 } }), 'G', 'ctrl-u');
    expect(frameOf(end)).toMatch(/▸ ○ not begun +a987 /);
    expect(frameOf(end)).toContain('988/1000');
  });

  it('offer in the footer what the selected one and the acting person allow', () => {
    const at = { width: 190, height: 23 };
    expect(hintsIn(as('sue', [review]), at)).toEqual(
      expect.arrayContaining(['a approve', 'd diff', 'e edit']),
    );
    expect(hintsIn(as('bob', [review]), at)).not.toContain('a approve');
    expect(hintsIn(as('ada', [whole]), at)).toEqual(expect.arrayContaining(['p publish', 'D drift']));
    const reader = hintsIn(as('ada', [whole], { readOnly: true }), at);
    expect(reader).toEqual(expect.arrayContaining(['d diff', 'D drift', 'H history']));
    for (const hint of ['e edit', 'i import', 'p publish']) expect(reader).not.toContain(hint);
  });
});

describe('the preview of an artifact', () => {
  const shown = (state: State, cursor = 0) =>
    frameOf({ ...state, cursor: { artifacts: cursor } }, { width: 160, height: 30 });

  it('has a blank line between its parts where there is room for it', () => {
    const lines = (height: number, width: number) =>
      frameOf(as('ada', [half]), { width, height })
        .split('\n')
        .map((line) => line.split('│').at(-2)?.trim() ?? '');
    const wide = lines(30, 160);
    const approvals = wide.findIndex((line) => line.startsWith('approvals'));
    expect(wide[approvals - 1]).toBe('');
    const low = lines(18, 80);
    const from = low.findIndex((line) => line.startsWith('waits for'));
    expect(low.slice(from, from + 4)).not.toContain('');
  });

  it('shows first what it waits for, and who approved', () => {
    const preview = shown(as('ada', [half]));
    expect(preview).toMatch(/waits for you \(rollout owner\)/);
    expect(preview).toMatch(/approvals ██████░░░░░░ 1\/2/);
    expect(preview).toContain('✔ security owner: sue@example.com 2026-11-20');
    expect(preview).toContain('○ rollout owner: you');
    expect(shown(as('sue', [half]))).toContain('○ rollout owner: ada@example.com');
  });

  it('names the gaps, and the role that no one has', () => {
    expect(shown(as('sue', [gaps]))).toMatch(/gaps +\{\{TEAM NAME\}\} \{\{WHO\}\}/);
    const alone = { ...as('sue', [review]), people: people.filter(({ email }) => !email.startsWith('ada')) };
    expect(shown(alone)).toContain('○ rollout owner: no one has this role');
  });

  it('shows where it was published, and what was found there last', () => {
    const copy = { artifact: 'whole', repository: 'shop', path: 'AGENTS.md' };
    const published = { ...copy, revision: 1, at: '2026-11-20T12:00:00Z', by: 'ada@example.com' };
    const state = work(as('ada', [whole]), { copies: [published] });
    expect(shown(state)).toContain('shop AGENTS.md: revision 1 on 2026-11-20');
    expect(shown(state)).toContain('1 published copy; D looks whether they drifted');
    const drift = { at: new Date('2026-11-21T14:28:00Z'), found: [{ ...copy, state: 'edited' }] };
    expect(shown(work(state, { drift }))).toContain('revision 1 on 2026-11-20; edited at 14:28');
    expect(shown(work(state, { drift }))).toContain('Published copies at 14:28: 1 of 1 drifted');
    expect(shown(as('ada', [whole]))).toContain('nowhere yet; as docs/policy.md');
  });

  it('takes no control sequence from a text of others', () => {
    const title = hostile;
    const evil = { ...whole, why: hostile, declaration: { ...whole.declaration, title, publish_to: title } };
    const copies = [
      { artifact: 'whole', repository: title, path: title, revision: 1, at: '2026', by: title },
    ];
    const frame = frameOf(work(as('ada', [evil]), { copies }), { width: 160, height: 30 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must never reach a terminal.
    expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
