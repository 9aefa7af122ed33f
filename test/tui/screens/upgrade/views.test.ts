import { describe, expect, it } from 'vitest';
import { DEFAULT_CADENCE } from '../../../../src/domain/upgrade/changelog/cadence.ts';
import type { ChangelogState } from '../../../../src/domain/upgrade/changelog/review.ts';
import type { RatedArea } from '../../../../src/domain/upgrade/rehearsal/rate.ts';
import type { Waves } from '../../../../src/domain/upgrade/rings/waves.ts';
import { noteRows } from '../../../../src/tui/screens/upgrade/note-rows.ts';
import { upgrade } from '../../../../src/tui/screens/upgrade/read.ts';
import { loadRings, ringRows, rings } from '../../../../src/tui/screens/upgrade/ring-rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { ratedArea, ratedDifference } from '../../../support/rehearsals.ts';
import { askedIn, confirmed, formIn, refusedIn } from '../../asking.ts';
import { fill, frameOf, on, paneOf, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { rehearsed } from './support.ts';

const me = (...roles: NonNullable<State['me']>['roles']) => ({
  me: { email: 'ada@example.com', roles, hasKey: false },
});
const lines = (state: State) => paneOf(frameOf(state, { width: 400, height: 40 }));

describe('the views of an upgrade', () => {
  it('follow each other, and esc leads back to the differences', () => {
    const ids = ['upgrade-coverage', 'upgrade-notes', 'upgrade-rings', 'upgrade'];
    let state = rehearsed();
    for (const id of ids) {
      state = press(state, 'right');
      expect(state.screen).toBe(id);
    }
    expect(press(state, 'left').screen).toBe('upgrade-rings');
    expect(press(state, 'left', 'esc').screen).toBe('upgrade');
    expect(wholeFrame(press(state, 'right'), { width: 120 })).toContain('Upgrade › Coverage');
    expect(frameOf(press(state, 'right'))).toContain('differences  [coverage]  release notes  rings');
  });

  it('have the same keys for a decision, and show what is in the way', () => {
    for (const views of [1, 2, 3]) {
      const state = Array.from({ length: views }).reduce<State>((now) => press(now, 'right'), rehearsed());
      expect(press(state, 'm').detail).toEqual({ of: 'in the way of an approval', scroll: 0 });
      expect(refusalOf(state, 'a')).toBe('needs the role rollout owner');
    }
  });
});

describe('the coverage', () => {
  const areas: readonly RatedArea[] = [
    ratedArea([ratedDifference()]),
    ratedArea([], { area: 'hooks', errors: [{ on: 'candidate', message: 'it did not start' }] }),
    ratedArea([], {
      area: 'sandbox',
      compared: 4,
      gaps: [{ what: 'Seatbelt', reason: 'only macOS has it', on: 'both' }],
    }),
  ];
  const state = press(rehearsed({ rehearsal: { areas, areasWithoutRules: ['hooks'] } }), 'right');

  it('has what failed and what was not looked at first', () => {
    const rows = lines(state);
    expect(rows[0]).toMatch(/STATE↑ +AREA +FACTS +NOT COMPARED +DIFFERENCES +RULES/);
    expect(rows[1]).toMatch(/▸ ! error +hooks +30 +0 +no rules/);
    expect(rows[2]).toMatch(/○ not looked at +the check suite/);
    expect(rows.find((row) => row.includes('partly'))).toMatch(/▲ partly +sandbox +4 +1 +written/);
    expect(rows.find((row) => row.includes('✔ compared'))).toMatch(
      /commands and options +30 +0 +1 blocker +written/,
    );
  });

  it('says of an area what is missing and what that means', () => {
    expect(frameOf(state)).toContain('hooks, on the candidate: it did not start');
    expect(frameOf(state)).toContain('No rules were written for this version');
    expect(frameOf(press(state, 'j'))).toContain('Not looked at: nothing can be said about it.');
    const sandbox = press(type(press(state, '/'), 'partly'), 'enter', 'enter');
    expect(frameOf(sandbox)).toContain('sandbox: Seatbelt: only macOS has it');
    expect(press(sandbox, 'enter').screen).toBe('history');
    const files = [{ file: 'release.sh', reason: 'it is too large' }];
    const unsearched = rehearsed({ rehearsal: { areas, unsearched: { files, total: 4 } } });
    expect(wholeFrame(press(unsearched, 'right', 'enter'))).toMatch(
      /Not searched: what these use is unknown.*release\.sh: it is too large.*3 more files/s,
    );
  });

  it('is empty without a rehearsal', () => {
    const none = press(rehearsed({ read: { shown: undefined } }), 'right');
    expect(frameOf(none)).toContain('Nothing was rehearsed yet: r rehearses an upgrade.');
    expect(frameOf(type(press(state, '/'), 'nothing'))).toContain('no area passes the filter');
    expect(frameOf(on('upgrade-coverage', { status: undefined }))).toContain('reading the history…');
  });
});

const review = {
  ...{ version: '0.150.0', notes: ['b'], concerns: true, note: 'ci.sh uses it', by: 'bob@example.com' },
  ...{ at: '2026-11-21T10:00:00.000Z', seq: 30 },
};
const note = (id: string, text: string, more: object = {}) => ({
  ...{ id, text, section: 'Changes', areas: [], review: undefined },
  ...more,
});
const changelog = {
  ...{ from: '0.139.0', to: '0.169.0', hasCandidate: true, open: 3, reviewed: 2, ageDays: 12 },
  releases: [
    {
      ...{ version: '0.150.0', publishedAt: '2026-10-01T00:00:00Z', prerelease: false },
      notes: [
        note('a', 'A new logo'),
        note('b', 'mcp-server is gone', { areas: ['commands'], review }),
        note('c', 'Faster', { review: { ...review, concerns: false, note: null } }),
      ],
    },
    {
      ...{ version: '0.169.0', publishedAt: null, prerelease: false },
      notes: [note('d', 'Sandbox rules are stricter', { areas: ['sandbox', 'rules'] }), note('e', 'Typo')],
    },
  ],
} as ChangelogState;

describe('the release notes', () => {
  const state = press(
    rehearsed({ ...me('team lead'), read: { changelog }, decision: { changelog } }),
    'right',
    'right',
  );

  it('have what nobody looked at first, of that what speaks of an area', () => {
    expect(noteRows(state).map(({ note: { id } }) => id)).toEqual(['d', 'a', 'e', 'b', 'c']);
    const rows = lines(state);
    expect(rows[1]).toMatch(/▸ ○ open +0\.169\.0 +Sandbox rules are stricter +sandbox, rules/);
    expect(rows[4]).toMatch(/▲ concerns +0\.150\.0 +mcp-server is gone +commands and options +bob@/);
    expect(frameOf(press(state, 'G'))).toContain('no concern, bob@example.com on 2026-11-21');
    expect(frameOf(state).split('\n')[0]).toContain('released 12 days ago');
  });

  it('say above them when they are due, and with m when a decision is', () => {
    const due = { cadence: DEFAULT_CADENCE, read: '2026-11-20T10:00:00Z', decided: '2026-10-20T10:00:00Z' };
    const known = upgrade.set(state, { ...upgrade.of(state), due });
    expect(frameOf(known, { width: 120 })).toContain(
      '[release notes]  rings   notes: next on 2026-11-27; decision: overdue since 2026-11-19',
    );
    expect(frameOf(press(known, 'left'))).toContain('(right, left)');
    expect(frameOf(press(known, 'm'), { width: 120, height: 70 })).toContain(
      'Release notes are read every 7 days: next on 2026-11-27',
    );
    const never = { ...due, read: undefined };
    expect(frameOf(upgrade.set(state, { ...upgrade.of(state), due: never }), { width: 120 })).toContain(
      'notes: never yet, so it is due now',
    );
  });

  it('are reviewed with v, with a note where they concern the team', () => {
    const form = press(state, 'v');
    expect(formIn(form).fields[0]).toMatchObject({ value: 'no concern' });
    const asked = fill(form, 'no concern', '');
    expect(askedIn(asked).join('\n')).toMatch(
      /Mark as reviewed: Sandbox rules are stricter[\s\S]*changelog\.reviewed: line d of 0\.169\.0, no concern/,
    );
    expect(confirmed(asked).input).toEqual({ version: '0.169.0', ids: ['d'], concerns: false, note: '' });
    const concerns = press(form, 'down', 'enter', 'enter');
    expect(refusedIn(concerns)).toBe('What it means: what concerns the team needs a note');
    expect(confirmed(press(type(concerns, 'look at it'), 'enter')).input).toMatchObject({
      concerns: true,
      note: 'look at it',
    });
  });

  it('are reviewed for a whole version with V', () => {
    expect(confirmed(fill(press(state, 'V'), 'no concern', '')).input).toMatchObject({
      version: '0.169.0',
      ids: ['d', 'e'],
    });
    const done = { ...changelog, releases: changelog.releases.map((one) => ({ ...one, notes: [] })) };
    const none = upgrade.set(state, { ...upgrade.of(state), changelog: done });
    expect(refusalOf(none, 'V')).toBe('every line of the version is reviewed');
    expect(refusalOf(none, 'v')).toBe('no line is selected');
    expect(refusalOf({ ...state, ...me('auditor') }, 'v')).toContain('records nothing');
  });

  it('are imported from a file that is no device', () => {
    const form = press(state, 'i');
    expect(refusedIn(fill(form, '/dev/stdin'))).toContain('File: /dev/stdin is a device');
    expect(refusedIn(fill(form, ''))).toBe('File: name a file');
    expect(confirmed(fill(form, '~/notes.md')).input).toEqual({ file: '~/notes.md' });
    expect(press(rehearsed(me('team lead')), 'i').overlay).toMatchObject({
      command: 'import-release-notes',
    });
  });

  it('lead to the entry of the review, and are found by their words', () => {
    const found = press(type(press(state, '/'), 'ci.sh'), 'enter', 'enter');
    expect(frameOf(found)).toContain('concerns us, bob@example.com on 2026-11-21: ci.sh uses it');
    expect(press(found, 'enter').screen).toBe('history');
    expect(frameOf(type(press(state, '/'), 'nothing'))).toContain('no line passes the filter');
  });

  it('say how they are imported while there are none', () => {
    const empty = { ...changelog, releases: [], hasCandidate: false };
    const none = upgrade.set(state, { ...upgrade.of(state), changelog: empty });
    expect(frameOf(none)).toContain(
      'No release notes between 0.139.0 and 0.169.0 were imported yet. Press i',
    );
    const never = upgrade.set(state, { ...upgrade.of(state), changelog: undefined });
    expect(frameOf(never)).toContain('No release notes were imported yet.');
    expect(frameOf({ ...never, status: statusOf({ rollout: undefined }) })).toContain('No rollout yet');
  });
});

const ring = (id: string) => ({
  id,
  machines: [`${id}-*`],
  promote: { reports: 2, pass_rate: 1, incidents: 0, soak: 2 },
});
const wave = (id: string, more: object) => ({
  ...{ ring: ring(id), state: 'waiting', openedAt: undefined, machines: 0, moved: 0, passing: 0, suites: [] },
  ...{ incidents: [], missing: ['it is not open'] },
  ...more,
});
const wavesOf = (strays: number) =>
  ({
    version: '0.139.0',
    waves: [
      wave('canary', {
        ...{ state: 'open', openedAt: '2026-11-20T00:00:00.000Z', machines: 4, moved: 2, passing: 2 },
        incidents: [
          {
            ring: 'canary',
            version: '0.139.0',
            note: 'CI stood still',
            by: 'bob@example.com',
            at: '2026-11-21',
            seq: 40,
          },
        ],
        missing: ['1 incident, and at most 0 allowed'],
      }),
      wave('early', { state: 'next' }),
      wave('all', {}),
    ],
    strays: Array.from({ length: strays }, (_, place) => ({
      ...{ machine: `lap-${place}`, ring: 'all', cliVersion: '0.170.0', reason: 'it moved on its own' },
    })),
    unnamed: 0,
  }) as unknown as Waves;

const ringsShown = (strays: number, more: Partial<State> = {}) => {
  const state = press(rehearsed({ ...me('platform engineer'), ...more }), 'left');
  return rings.set(state, {
    ...rings.of(state),
    read: { waves: wavesOf(strays), source: 'entry 9' },
  });
};

describe('the rings', () => {
  it('have a bar each, what is missing for the next one, and the machines that moved on their own', () => {
    const rows = lines(ringsShown(1));
    expect(rows[1]).toMatch(/▸ ▲ open +canary +█{8}░{8} 2\/4 +2 +1 +1 incident, and at most 0 allowed/);
    expect(rows[2]).toMatch(/☞ next +early +░{16} 0\/0 +0 +0/);
    expect(rows[3]).toMatch(/○ waiting +all/);
    expect(rows[4]).toMatch(/✘ stray +lap-0 +has 0\.170\.0 +it moved on its own/);
    expect(frameOf(ringsShown(1))).toContain('0.139.0 by rings, entry 9');
    expect(frameOf(ringsShown(1))).toContain('incident on 2026-11-21, bob@example.com: CI stood still');
    expect(frameOf(press(ringsShown(1), 'G'))).toContain('No decision explains this version.');
  });

  it('draw ten thousand machines, and go to the last one', () => {
    const many = ringsShown(10_000);
    expect(ringRows(many)).toHaveLength(10_003);
    expect(wholeFrame(press(many, 'G'), { width: 100 })).toContain('lap-9999');
    expect(ringRows(type(press(many, '/'), 'lap-777'))).toHaveLength(11);
  });

  it('say why the selected one cannot open', () => {
    expect(refusalOf(ringsShown(0), 'o')).toBe('canary is open already');
    expect(refusalOf(press(ringsShown(0), 'j'), 'o')).toBe(
      'the rule of canary is not met: 1 incident, and at most 0 allowed',
    );
    expect(refusalOf(press(ringsShown(1), 'G'), 'o')).toBe('no ring is selected');
    expect(refusalOf(ringsShown(0, me('team lead')), 'o')).toContain('needs the role platform engineer');
  });

  it('open with a reason, once the rules before are met', () => {
    const state = ringsShown(0);
    const waves = wavesOf(0);
    const met = {
      ...waves,
      waves: waves.waves.map((one) => ({ ...one, missing: one.state === 'open' ? [] : one.missing })),
    };
    const ready = rings.set(state, { ...rings.of(state), read: { waves: met, source: 'x' } });
    expect(lines(ready)[1]).toMatch(/✔ open +canary/);
    const asked = fill(press(ready, 'j', 'o'), 'two quiet days');
    expect(askedIn(asked).join('\n')).toContain('ring.opened: early for 0.139.0, because "two quiet days"');
    expect(confirmed(asked).input).toEqual({ ring: 'early', reason: 'two quiet days' });
  });

  it('take incidents, plans and reports', () => {
    const incident = fill(press(ringsShown(0), 'n'), 'CI stood still', 'ci-2');
    expect(askedIn(incident).join('\n')).toContain(
      'ring.incident: canary with 0.139.0 on ci-2: CI stood still',
    );
    expect(confirmed(fill(press(ringsShown(0), 'p'), 'rings.yaml')).input).toEqual({ file: 'rings.yaml' });
    const [, effect] = pressed(type(press(ringsShown(0), 'i'), 'reports'), ['enter']);
    expect(effect).toMatchObject({ name: 'look-before-import-machine-reports', input: { path: 'reports' } });
    expect(refusedIn(fill(press(ringsShown(0), 'i'), ''))).toContain('name a folder of reports');
  });

  it('lead to the entries of their incidents', () => {
    expect(press(ringsShown(0), 'enter', 'enter').screen).toBe('history');
  });

  it('are read when they are shown, and say what went wrong', () => {
    const state = press(rehearsed(), 'left');
    expect(loadRings(rings.set(state, { ...rings.of(state), of: undefined })).at(-1)).toMatchObject({
      name: 'read-rings',
    });
    const fault = rings.set(state, { ...rings.of(state), fault: 'the plan of rings is no longer stored' });
    expect(frameOf(fault)).toContain('the plan of rings is no longer stored');
    expect(frameOf(state)).toContain('reading the history…');
    const none = { ...state, status: statusOf({ rollout: undefined }) };
    expect(frameOf(none)).toContain('No rollout yet');
    expect(loadRings(none).map((one) => ('name' in one ? one.name : ''))).not.toContain('read-rings');
    expect(frameOf(type(press(ringsShown(0), '/'), 'nothing'))).toContain('no ring or machine passes');
  });
});
