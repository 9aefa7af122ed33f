import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Artifact, deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import type { NextAction } from '../../../src/domain/rollout/next-action.ts';
import { artifacts, showArtifact, work } from '../../../src/tui/screens/artifacts/rows.ts';
import { inKeys } from '../../../src/tui/screens/artifacts/words.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';
import { hostile, statusOf } from '../../support/recorded-builders.ts';
import { change, frameOf, on, paneOf, press, pressed, refusalOf, wholeFrame } from '../support.tsx';

const person = (email: string, ...roles: Role[]): Person => ({
  ...{ email: `${email}@example.com`, name: undefined, roles, keys: [], seq: 1 },
});
const people = [
  person('ada', 'rollout owner'),
  person('sue', 'security owner'),
  person('bob', 'team lead', 'platform engineer'),
  person('aud', 'auditor'),
];

/** An artifact of a security owner that security owner and rollout owner approve. */
function artifactOf(id: string, lines: EntryLine[] = [], kind: Record<string, string> = {}): Artifact {
  const found = deriveArtifact(
    { id, kind: kindOf({ ...kind, id }), entries: entriesOf(...lines) },
    new Date('2026-11-21T12:00:00Z'),
  );
  if (!found) throw new Error('no artifact');
  return found;
}

const written = { revised: 1, by: 'bob@example.com' };
const submitted = { submitted: 1, by: 'ada@example.com' };
const bySue = { approved: 1, by: 'sue@example.com', role: 'security owner' } as const;
const byAda = { approved: 1, by: 'ada@example.com', role: 'rollout owner', complete: '2027-02-20' } as const;

const none = artifactOf('none');
const gaps = artifactOf('gaps', [{ ...written, placeholders: ['TEAM NAME', 'WHO'] }]);
const draft = artifactOf('draft', [written]);
const review = artifactOf('review', [written, submitted]);
const half = artifactOf('half', [written, submitted, bySue]);
const whole = artifactOf('whole', [written, submitted, bySue, byAda]);

/** The screen as somebody sees it. */
function as(name: string, all: readonly Artifact[], more: Partial<State> = {}): State {
  const email = `${name}@example.com`;
  const roles = people.find((one) => one.email === email)?.roles ?? [];
  return artifacts.set(on('artifacts', { me: { email, roles, hasKey: false }, people, ...more }), all);
}

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

describe('the preview of an artifact', () => {
  const shown = (state: State, cursor = 0) =>
    frameOf({ ...state, cursor: { artifacts: cursor } }, { width: 160, height: 30 });

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

describe('the keys of the artifacts', () => {
  const recording = ['e', 'i', 's', 'a', 'p'];

  it.each(recording)('%s records nothing in a session that only looks, or for an auditor', (key) => {
    expect(refusalOf(as('ada', [review], { readOnly: true }), key)).toBe('this session is read-only');
    expect(refusalOf(as('aud', [review]), key)).toBe('an auditor looks at everything and records nothing');
  });

  it.each([
    ['e', 'eve', none, /needs the role platform engineer or rollout owner/],
    ['i', 'eve', none, /needs the role/],
    ['s', 'bob', draft, /needs the role security owner or rollout owner/],
    ['s', 'ada', review, /is in review already; it waits for security owner, rollout owner/],
    ['s', 'ada', none, /no artifact that was begun is selected/],
    ['a', 'ada', draft, /revision 1 of draft is a draft: there is nothing to approve. .*press s/],
    ['a', 'bob', review, /may not approve review: that needs the role/],
    ['a', 'sue', half, /needs the role rollout owner/],
    ['d', 'ada', none, /no artifact that was begun is selected/],
    ['p', 'ada', review, /no revision of it is approved/],
    ['p', 'sue', whole, /needs the role platform engineer or rollout owner or team lead/],
    ['D', 'ada', review, /no artifact is approved yet/],
    ['t', 'ada', draft, /only permission profiles, requirements and rules can be tried/],
  ] as const)('%s as %s on "%s" says why not', (key, who, artifact, reason) => {
    expect(refusalOf(as(who, [artifact]), key)).toMatch(reason);
    expect(press(as(who, [artifact]), key).notice).toMatch(reason);
  });

  it.each([
    ['e', 'bob', none, 'edit-artifact'],
    ['s', 'sue', draft, 'look-before-submit-artifact'],
    ['t', 'aud', artifactOf('p', [], { format: 'toml', publish_to: '.codex/config.toml' }), 'try-artifact'],
    ['t', 'ada', artifactOf('p', [], { format: 'rules' }), 'try-artifact'],
  ] as const)('%s as %s does something', (key, who, artifact, effect) => {
    const [, ...effects] = pressed(as(who, [artifact]), [key]);
    expect(effects.map(({ name }) => name)).toContain(effect);
  });

  it('H shows who did what with it', () => {
    const shown = press(as('ada', [draft]), 'H');
    expect([shown.screen, shown.filter.history]).toEqual(['history', 'subject:artifact/draft']);
  });

  it('are said to a person who comes from My turn', () => {
    const say = (who: string, artifact: Artifact) =>
      showArtifact({ ...as(who, [artifact]), screen: 'turn' }, artifact.id).notice;
    expect(say('sue', none)).toBe('e begins none from this text in your editor; i takes a file');
    expect(say('sue', gaps)).toBe('e opens gaps in your editor, at its first gap');
    expect(say('sue', draft)).toBe('s gives draft to its reviewers');
    expect(say('sue', review)).toBe('read it to its end; a approves it then');
    expect(say('sue', { ...whole, reviewDue: true })).toBe('s begins the review of whole');
    expect(say('bob', none)).toBeUndefined();
    expect(showArtifact(as('sue', []), 'gone').notice).toBe('there is no artifact gone');
  });

  it('e works at once where My turn led', () => {
    const action: NextAction = {
      ...{
        kind: 'artifact',
        action: 'write none',
        why: 'Policy: open',
        command: 'codex-cockpit artifact edit none',
      },
      ...{ role: 'security owner', subject: 'pilot.policy', key: 'none' },
    };
    const turn = { ...as('sue', [none]), screen: 'turn' };
    const status = statusOf({ awaited: [{ action, people: ['sue@example.com'] }] });
    const opened = press({ ...turn, status, next: [action] }, 'enter');
    expect([opened.screen, opened.detail?.of]).toEqual(['artifacts', 'row']);
    const [, ...effects] = pressed(opened, ['e']);
    expect(effects).toMatchObject([{ name: 'edit-artifact', input: { artifact: 'none' } }]);
  });
});

describe('reading and approving', () => {
  const state = as('sue', [review]);
  const text = (lines: number) => Array.from({ length: lines }, (_, line) => `line ${line + 1}`).join('\n');
  const withText = (one: State, lines: number) =>
    change(one, (now) => ({
      ...now,
      documents: Object.fromEntries(Object.keys(now.documents).map((name) => [name, text(lines)])),
    }));

  it('asks for an approval only once the text was shown to its end, and names that text', () => {
    const opened = press(state, 'a');
    expect(opened).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
    expect(press(opened, 'a').notice).toContain('being read');
    const long = withText(opened, 50);
    expect(press(long, 'a')).toMatchObject({
      overlay: undefined,
      notice: expect.stringContaining('there is more of it below'),
    });
    expect(press(long, 'G', 'a').overlay).toMatchObject({
      type: 'confirm',
      records: [expect.stringContaining('review revision 1 by bob@example.com, sha256 111111111111…')],
      effect: { name: 'approve-artifact', input: { artifact: 'review', digest: '1'.repeat(64) } },
    });
    expect(press(withText(opened, 3), 'a').overlay).toMatchObject({ type: 'confirm' });
  });

  it('begins again when somebody records another text under the eyes of the reader', () => {
    const read = press(withText(press(state, 'a'), 50), 'G');
    const next = artifactOf('review', [
      written,
      submitted,
      { revised: 2, by: 'eve@example.com' },
      { submitted: 2, by: 'ada@example.com' },
    ]);
    const changed = change(read, (now) => artifacts.set(now, [next]));
    expect(changed).toMatchObject({
      detail: { of: 'row', scroll: 0 },
      notice: 'eve@example.com recorded revision 2; this is its text',
    });
    expect(press(withText(changed, 50), 'a').notice).toContain('there is more of it below');
    expect(press(withText(changed, 50), 'G', 'a').overlay).toMatchObject({
      effect: { input: { digest: '2'.repeat(64) } },
    });
  });

  it('begins again when the person goes to another artifact', () => {
    const other = artifactOf('half', [written, submitted, { ...byAda, complete: undefined as never }]);
    const read = press(withText(press(as('sue', [review, other]), 'a'), 50), 'G');
    expect(read.detail?.scroll).toBeGreaterThan(0);
    const moved = change(read, (now) => ({ ...now, cursor: { ...now.cursor, artifacts: 1 } }));
    expect(moved).toMatchObject({ detail: { of: 'row', scroll: 0 }, notice: undefined });
  });

  it('wants the whole text read, not only what changed', () => {
    const differing = press(state, 'd');
    expect(differing.detail?.of).toBe('diff');
    expect(press(withText(differing, 3), 'a')).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
  });

  it('reads the text when it is opened, and the difference on d', () => {
    const [open, read, ...more] = pressed(state, ['enter']);
    expect([read?.name, read?.input, more]).toEqual([
      'read-documents',
      [`artifact review ${'1'.repeat(64)}`],
      [],
    ]);
    expect(paneOf(frameOf(open)).join('\n')).toContain('reading…');
    expect(pressed(open, ['j'])).toHaveLength(1);
    expect(pressed(state, ['d'])[1]?.input).toEqual([`revision diff review ${'1'.repeat(64)}`]);
  });
});

describe('advice', () => {
  it.each([
    ['Fill them: codex-cockpit artifact edit usage-policy', 'Fill them: press e'],
    [
      'Write it: codex-cockpit artifact edit p, or codex-cockpit artifact import p FILE',
      'Write it: press e, or i for a file',
    ],
    ['Read it again: codex-cockpit artifact show p', 'Read it again: press enter'],
    [
      'Give it to its reviewers first: codex-cockpit artifact submit p',
      'Give it to its reviewers first: press s',
    ],
    ['Compare: codex-cockpit artifact diff p', 'Compare: press d'],
    [
      'Look at it: codex-cockpit artifact drift --artifact p --diff. To overwrite it: --force',
      'Look at it: D shows it. To overwrite it, say so in the form',
    ],
    [
      'Your text is kept in /tmp/x/p.md; correct it, then: codex-cockpit artifact import p /tmp/x/p.md',
      'Your text is kept in /tmp/x/p.md; press e to go on with it',
    ],
    ['to approve revision 1: codex-cockpit artifact approve p 3f2a91bc', 'to approve revision 1: press a'],
    ['Ask ada@example.com.', 'Ask ada@example.com.'],
  ])('%s', (command, key) => {
    expect(inKeys(command)).toBe(key);
  });
});
