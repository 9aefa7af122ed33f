import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { renderToString } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { ListedCommand } from '../../src/app/artifacts/catalog/read-catalog.ts';
import type { RunComparison } from '../../src/app/checks/compare-candidate.ts';
import type { Artifact } from '../../src/domain/artifacts/artifact.ts';
import { cleanLine } from '../../src/domain/base/text/clean.ts';
import { parseSuite } from '../../src/domain/checks/parse-suite.ts';
import { compareRuns } from '../../src/domain/checks/runs/compare-runs.ts';
import type { HistoryEntry } from '../../src/domain/history/find/history-entry.ts';
import type { KnownRecord } from '../../src/domain/metrics/compliance/known-record.ts';
import type { Change } from '../../src/domain/metrics/loop/change.ts';
import type { Question } from '../../src/domain/metrics/loop/question.ts';
import type { Review } from '../../src/domain/reviews/review.ts';
import { deriveRollout } from '../../src/domain/rollout/derive-rollout.ts';
import type { ChangelogState } from '../../src/domain/upgrade/changelog/review.ts';
import type { Waves } from '../../src/domain/upgrade/rings/waves.ts';
import { artifacts } from '../../src/tui/screens/artifacts/rows.ts';
import { catalog } from '../../src/tui/screens/catalog/rows.ts';
import { recorded } from '../../src/tui/screens/comparison/rows.ts';
import { found } from '../../src/tui/screens/history/found.ts';
import { changes } from '../../src/tui/screens/metrics/changes/rows.ts';
import { compliance } from '../../src/tui/screens/metrics/compliance/rows.ts';
import { asked, metrics } from '../../src/tui/screens/metrics/figures/read.ts';
import { questions } from '../../src/tui/screens/metrics/questions/rows.ts';
import { pluginsRead } from '../../src/tui/screens/plugins/read.ts';
import { policyRead } from '../../src/tui/screens/policy/read.ts';
import { registry } from '../../src/tui/screens/registry.ts';
import { reviews } from '../../src/tui/screens/reviews/rows.ts';
import { runbooks } from '../../src/tui/screens/runbooks/rows.ts';
import { matrixRead, sandbox } from '../../src/tui/screens/sandbox/rows.ts';
import { upgrade } from '../../src/tui/screens/upgrade/read.ts';
import { rings } from '../../src/tui/screens/upgrade/ring-rows.ts';
import { FRAME_LINES, Frame } from '../../src/tui/shell/frame/frame.tsx';
import { toAscii } from '../../src/tui/shell/look/ascii.ts';
import { chooseTheme, ThemeContext } from '../../src/tui/shell/look/theme.ts';
import { shownScreen } from '../../src/tui/shell/screen.ts';
import type { State } from '../../src/tui/shell/state.ts';
import { pairedOf, viewOf, withheldOf } from '../support/metrics-view.ts';
import { checkOf, failureOf, hostile, recordOf, statusOf } from '../support/recorded-builders.ts';
import { ratedDifference } from '../support/rehearsals.ts';
import { runbookOf, waiverOf } from '../support/rollout-builders.ts';
import { itemText } from '../support/runbooks.ts';
import { gateOf, incidentOf, lintOf, prompted, shown as shownRuns } from './screens/runs/support.ts';
import { rehearsed } from './screens/upgrade/support.ts';
import { frameOf, on, paneOf, press } from './support.tsx';

const wide = '日本語の長い題名 👩‍👩‍👧';
const long = `${'a long text that goes on '.repeat(12)}${'x'.repeat(300)}`;
const texts = [hostile, wide, long, `${wide} ${hostile} ${long}`, 'short', ''];
const textOf = (place: number) => texts[place % texts.length] ?? '';

const suite = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
const people = texts.slice(0, 4).map((text, place) => ({
  email: `p${place}${cleanLine(text)}@example.com`,
  name: text,
  roles: ['team lead' as const],
  keys: [],
  seq: place + 1,
}));
const ids = [
  'pilot.cases',
  'pilot.a-name-that-is-much-longer-than-a-column-may-be-in-a-narrow-terminal',
  'pilot.b',
];
const now = new Date('2026-11-20T13:00:00.000Z');
const { phases } = deriveRollout(
  recordOf({ waivers: [waiverOf({ reason: textOf(3), approver: textOf(1) })] }),
  [runbookOf(ids.map((id) => itemText(id)).join(''))],
  now,
);
const action = { kind: 'catalog' as const, why: textOf(3), role: 'team lead' as const, subject: '' };
const awaited = texts.slice(0, 4).map((text, place) => ({
  action: { ...action, action: `act ${place} ${text}`, command: text },
  people: place === 0 ? [] : [people[0]?.email ?? ''],
}));
const status = statusOf({
  phases,
  awaited,
  checks: [
    failureOf({ summary: textOf(3), expected: textOf(1), actual: textOf(2), remedy: textOf(0) }),
    checkOf({ summary: textOf(1) }),
  ],
});
const base = { status, suite, people, now };

const entries = texts.map(
  (text, place): HistoryEntry => ({
    seq: 1000 - place,
    id: `id ${place}`,
    at: '2026-11-20T12:00:00.000Z',
    actor: `p${place}${text}@example.com`,
    subject: text,
    kind: 'rollout.started',
    prev_hash: '',
    hash: 'ab',
    event: { kind: 'rollout.started', body: { v: 1, name: text, pin: '0.139.0' } },
  }),
);

const artifact = (text: string, place: number) =>
  ({
    id: `artifact-${place}`,
    state: 'not begun',
    declaration: { title: text, owner: 'team lead', reviewers: [], publish_to: text },
    why: text,
    revisions: [],
  }) as unknown as Artifact;

const plugin = (text: string, place: number) => ({
  id: `plugin-${place}@${text}`,
  name: text,
  marketplace: text,
  version: text,
  installed: true,
  enabled: true,
  listed: true,
  installPolicy: null,
  authPolicy: null,
  source: text,
  cached: {
    path: '',
    treeSha256: 'ab'.repeat(32),
    entries: [],
    contents: { skills: [text], hooks: [], mcpServers: [], apps: [] },
  },
});

const inventory = {
  version: 1 as const,
  cliVersion: '0.139.0',
  marketplaces: [],
  plugins: texts.map(plugin),
  findings: [],
};

const trials = texts.slice(0, 4).map((text, place) => ({
  type: 'tried' as const,
  mode: 'helper' as const,
  profile: `profile ${place} ${text}`,
  cells: texts.slice(0, 4).map((title, row) => ({
    probe: `probe ${row}`,
    title: `probe ${row} ${title}`,
    expected: 'denied' as const,
    because: text,
    risk: undefined,
    observed: { type: 'allowed' as const },
    verdict: 'opens' as const,
  })),
}));

const review = (text: string, place: number) =>
  ({
    id: `review-${place}`,
    change: `${place}: ${text}`,
    title: text,
    areas: [text],
    checklist: { artifact: 'checklist', revision: 1, sha256: 'ab' },
    started: { seq: place + 1, at: '2026-11-20T12:00:00.000Z', by: text },
    questions: [],
    finished: undefined,
  }) as unknown as Review;

const command = (text: string, place: number) =>
  ({
    id: `command-${place}`,
    title: text,
    proves: text,
    argv: [text],
    environment: [text],
    timeoutMs: 1000,
    repositories: [text],
    runs: [
      {
        seq: 1,
        at: '2026-11-20T12:00:00.000Z',
        repository: text,
        verdict: 'fail',
        by: text,
        summary: text,
        commit: null,
        changed: false,
        revision: 1,
      },
    ],
  }) as unknown as ListedCommand;

const difference = (text: string, place: number) =>
  ratedDifference({
    ...{ id: `difference-${place}: ${text}`, key: `${place}-key ${text}`, pin: text, candidate: text },
    ...{ where: [text], raw: { pin: text, candidate: text } },
    rule: { id: 'rule', why: text, remedy: text },
    uses: [
      {
        subject: { kind: 'command' as const, name: text },
        place: { file: text, line: 1, column: 1 },
        text,
      },
    ],
  });
const cliOf = (version: string) => ({ version, path: long, sha256: 'ab'.repeat(32) });
const upgraded = (screen: string) => ({
  ...rehearsed({
    ...base,
    all: texts.map(difference),
    rehearsal: { pin: cliOf(hostile), candidate: cliOf(`${wide}${long}`) },
  }),
  screen,
});

const noteOf = (text: string, place: number) => ({
  ...{ id: `note-${place}`, section: text, text: `${place}-line ${text}`, areas: ['sandbox'] },
  review: { by: text, at: '2026-11-20', seq: 1, concerns: true, note: text, version: '0.150.0', notes: [] },
});
const waves = {
  version: hostile,
  waves: ['canary', 'a-ring-with-a-name-that-is-longer-than-a-column'].map((id) => ({
    ring: { id, machines: [long], promote: { reports: 1, pass_rate: 1, incidents: 0, soak: 0 } },
    ...{ state: 'open', openedAt: '2026-11-20', machines: 7, moved: 3, passing: 2, missing: [long] },
    suites: [{ name: long, checks: 3, machines: 3 }],
    incidents: [{ ring: id, version: '', note: hostile, by: wide, at: '2026-11-20', seq: 1 }],
  })),
  strays: texts.map((text, place) => ({
    ...{ machine: `${place}-machine ${text}`, ring: undefined, cliVersion: text, reason: text },
  })),
  unnamed: 0,
};

const recordedBy = (text: string) => ({
  ...{ by: text, role: 'analytics owner' as const, at: '2026-11-20T12:00:00.000Z', seq: 1 },
});
const result = {
  ...{ query: [long, hostile], window: { from: '2026-11-01', to: '2026-11-20' } },
  ...{ sha256: 'ab'.repeat(32), figures: [], figures_total: 0 },
};
const question = (text: string, place: number): Question => ({
  ...{
    id: `q${place}-question`,
    text: `q${place}- ${text}`,
    every: 'month',
    role: 'analytics owner',
    query: [text],
  },
  ...{ origin: 'team', asked: recordedBy(text), due: { on: '2026-11-20', state: 'overdue' } },
  answers: [{ ...recordedBy(text), text, result }],
  retired: place === 0 ? { ...recordedBy(text), reason: text } : undefined,
});
const side = {
  window: result.window,
  value: 1,
  n: 2,
  grade: 'observed' as const,
  source: null,
  entries: [1],
};
const tiedChange = (text: string, place: number): Change => ({
  ...{ id: `c${place}`, metric: 'defect-rate', scope: { team: text }, kind: 'instruction' },
  ...{ ref: { type: 'file', text }, expect: 'down', by: { amount: 10, in: 'percent' } },
  ...{ since: '2026-11-01', reviewOn: '2026-11-20', reason: text, tied: recordedBy(text), due: undefined },
  judged: {
    ...recordedBy(text),
    ...{ verdict: 'did not move', moved: 0, needed: 1, why: text, note: text, before: side, after: side },
    beside: [],
  },
  closed: place === 0 ? { ...recordedBy(text), outcome: 'keep', reason: text } : undefined,
});
const complianceRecord = (text: string, place: number): KnownRecord => ({
  ...{ eventId: `event-${place}`, seq: 1, at: '2026-11-20T12:00:00.000Z', log: text, eventType: text },
  ...{ place: { kind: 'workspace', id: text }, person: `${place}-person ${text}`, apiKey: '', client: text },
  ...{ tool: text, model: text, status: 'error', session: text, repositories: [text], isOfEnvironment: true },
});

const captured = {
  runs: texts.map((text, place) =>
    prompted(place + 1, `p${place}- ${text}`, {
      ...{ message: text, faults: [text], commands: [{ command: text, exit: 1, status: text }] },
      git: { repository: text, branch: text, base: null, head: null, dirty: true },
    }),
  ),
  gates: texts.map((text, place) => gateOf(place + 1, { gate: `g${place}-gate ${text}`, repository: text })),
  lints: texts.map((text, place) => lintOf(place + 1, { repository: `l${place}-lint ${text}` })),
  incidents: texts.map((text, place) => incidentOf(`i${place}${text}`, { title: `i${place}-harm ${text}` })),
};

const query = { line: '', machine: false };
/** A state of each screen with rows of long, wide and hostile texts, and the beginning of what names each row. */
const screens: Readonly<Record<string, { state: State; name: (row: string, place: number) => string }>> = {
  rollout: { state: on('rollout', base), name: (row) => row },
  checks: { state: on('checks', base), name: (row) => row },
  history: {
    state: found.set(on('history', base), { ...found.of(on('history')), entries, query, asked: query }),
    name: (_, place) => String(1000 - place),
  },
  turn: { state: on('turn', { ...base, next: awaited.map((one) => one.action) }), name: () => '' },
  runbooks: {
    state: runbooks.set(
      on('runbooks', base),
      texts.map((text, place) => ({ id: `book-${place}`, kind: 'guide', title: text, revision: 0, text })),
    ),
    name: (row) => row,
  },
  plugins: {
    state: pluginsRead(on('plugins', base), {
      at: now,
      inventory,
      sources: [],
      commands: {},
      diff: undefined,
    }),
    name: (_, place) => `plugin-${place}`,
  },
  policy: {
    state: policyRead(
      on('policy', base),
      {
        explanation: { missing: textOf(3) },
        lookups: { missing: textOf(2) },
        rules: { missing: textOf(1) },
        chain: { missing: textOf(0) },
      },
      now,
    ),
    name: () => '',
  },
  artifacts: { state: artifacts.set(on('artifacts', base), texts.map(artifact)), name: (row) => row },
  people: { state: on('people', base), name: (row) => (row.startsWith('role ') ? row.slice(5) : row) },
  reviews: {
    state: reviews.set(on('reviews', base), {
      at: status.entries,
      reviews: texts.map(review),
      areas: {},
      refusal: undefined,
    }),
    name: (row) => `${row.slice('review-'.length)}: `,
  },
  catalog: {
    state: catalog.set(on('catalog', base), {
      at: status.entries,
      commands: texts.map(command),
      revision: 1,
      refusal: undefined,
    }),
    name: (row) => row,
  },
  comparison: {
    state: recorded.set(on('comparison', base), {
      run: { cliVersion: textOf(3), startedAt: '2026-11-20T12:00:00.000Z', startedBy: wide, cliPath: long },
      pin: '0.139.0',
      checks: compareRuns(status.checks, [checkOf({ summary: textOf(3), verdict: 'fail' })]),
    } as unknown as RunComparison),
    name: (row) => row,
  },
  metrics: {
    state: metrics.set(asked.set(on('metrics', base), { window: '30d', by: 'team' }), {
      value: viewOf([
        ...texts.map((text) => pairedOf({ scope: { team: text } })),
        withheldOf({ scope: { team: hostile }, missing: long, remedies: texts }),
      ]),
    }),
    name: (row) =>
      row.startsWith('incident')
        ? 'Incidents'
        : row.startsWith('sessions')
          ? 'Sessions'
          : row.slice(0, 1).toUpperCase() === 'V'
            ? 'Verification'
            : 'Adoption',
  },
  'metric-questions': {
    state: questions.set(on('metric-questions', base), { value: texts.map(question) }),
    name: (row) => `${row.slice(0, 2)}- `,
  },
  'metric-changes': {
    state: changes.set(on('metric-changes', base), {
      value: { changes: texts.map(tiedChange), chartReview: { on: '2026-11-20', state: 'today' } },
    }),
    name: (row) => row,
  },
  'metric-compliance': {
    state: compliance.set(on('metric-compliance', base), {
      value: {
        ...{ retentionDays: 30, coverage: [], notCovered: texts, newest: [], isCut: true },
        records: texts.map(complianceRecord),
      },
    }),
    name: (row) => `${row.slice(-1)}-person`,
  },
  runs: { state: shownRuns(captured, base), name: (_, place) => `p${place}- ` },
  'run-gates': { state: shownRuns(captured, base, 'run-gates'), name: (_, place) => `g${place}-gate` },
  'run-lints': { state: shownRuns(captured, base, 'run-lints'), name: (_, place) => `l${place}-lint` },
  'run-incidents': {
    state: shownRuns(captured, base, 'run-incidents'),
    name: (_, place) => `i${place}-harm`,
  },
  upgrade: { state: upgraded('upgrade'), name: (_, place) => `${place}-key` },
  'upgrade-coverage': { state: upgraded('upgrade-coverage'), name: () => '' },
  'upgrade-notes': {
    state: upgrade.set(upgraded('upgrade-notes'), {
      ...upgrade.of(upgraded('upgrade-notes')),
      changelog: {
        ...{ from: '0.139.0', to: hostile, hasCandidate: true, open: 1, reviewed: 1, ageDays: 1 },
        releases: [{ version: '0.150.0', publishedAt: null, prerelease: false, notes: texts.map(noteOf) }],
      } as unknown as ChangelogState,
    }),
    name: (_, place) => `${place}-line`,
  },
  'upgrade-rings': {
    state: rings.set(upgraded('upgrade-rings'), {
      ...{ of: undefined, fault: undefined },
      read: { source: long, waves: waves as unknown as Waves },
    }),
    name: (row) => row.slice(row.indexOf(' ') + 1),
  },
  sandbox: {
    state: matrixRead(on('sandbox', base), {
      matrix: { version: '0.139.0', trials, findings: [], notices: [], notTried: [], asRoot: false },
      choice: sandbox.of(on('sandbox')).choice,
      at: new Date(0),
    }),
    name: (row) => row,
  },
};

const looks: readonly Readonly<Record<string, string>>[] = [
  {},
  { NO_COLOR: '1' },
  { CODEX_COCKPIT_ASCII: '1' },
];

/** The frame as a terminal of that size gets it, line by line. */
function linesOf(state: State, { width, height, look }: { width: number; height: number; look: number }) {
  const environment = looks[look] ?? {};
  const frame = renderToString(
    <ThemeContext value={chooseTheme(environment)}>
      <Frame registry={registry} state={state} width={width} height={height} />
    </ThemeContext>,
    { columns: width },
  );
  return (environment.CODEX_COCKPIT_ASCII ? toAscii(frame) : frame).split('\n');
}

const size = { width: fc.integer({ min: 60, max: 200 }), height: fc.integer({ min: 15, max: 59 }) };
const look = fc.integer({ min: 0, max: looks.length - 1 });

it('has a state of every screen', () => {
  expect(Object.keys(screens).toSorted()).toEqual(registry.screens.map(({ id }) => id).toSorted());
});

// The history is read in parts, in its order; a matrix has an order of its own.
const sorted = Object.entries(screens).filter(([id]) => !['history', 'sandbox'].includes(id));

it.each(sorted)('the %s screen can be sorted by each of its columns', (_, { state }) => {
  const [header = ''] = paneOf(frameOf(state, { width: 400, height: 30 }));
  const titles = header.trim().split(/ {2,}/);
  const sortable = shownScreen(registry, state).sorting?.titles ?? [];
  expect(sortable).toEqual(expect.arrayContaining(titles.map((title) => title.replace(/[↑↓]$/, ''))));
});

describe.each(Object.entries(screens))(
  'the %s screen with long, wide and hostile texts',
  (id, { state, name }) => {
    const rows = shownScreen(registry, state).rowIds(state);

    it('fits every terminal, and names the selected row in its list', () => {
      expect(rows.length).toBeGreaterThan(1);
      const place = fc.integer({ min: 0, max: rows.length - 1 });
      fc.assert(
        fc.property(fc.record({ ...size, look }), place, (terminal, cursor) => {
          const page = { rows: terminal.height - FRAME_LINES, columns: terminal.width };
          const lines = linesOf({ ...state, page, cursor: { [id]: cursor } }, terminal);
          expect(lines).toHaveLength(terminal.height);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(terminal.width);
          // An edge that is cut away would be to the right of the terminal.
          expect(lines.filter((line) => /^[╭│╰]/.test(line) && !/[╮│╯]$/.test(line))).toEqual([]);
          if (terminal.look === 2) expect(lines.join('')).toMatch(/^\p{ASCII}*$/u);
          expect(lines.join('')).not.toMatch(/\p{Cc}/u);
          const marked = lines.filter((line) => /^(│ |\| )?[▸>] /.test(line));
          expect(marked).toHaveLength(1);
          const begins = name(rows[cursor] ?? '', cursor).slice(0, 5);
          expect(marked[0]).toContain(terminal.look === 2 ? toAscii(begins) : begins);
        }),
        { numRuns: 15 },
      );
    });

    it('fits it with an open detail, scrolled to its end', () => {
      fc.assert(
        fc.property(fc.record({ ...size, look }), (terminal) => {
          const page = { rows: terminal.height - FRAME_LINES, columns: terminal.width };
          const open = press({ ...state, page }, 'enter', 'G');
          const lines = linesOf(open, terminal);
          expect(lines).toHaveLength(terminal.height);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(terminal.width);
        }),
        { numRuns: 8 },
      );
    });
  },
);
