// A rollout to show: made with what the program itself records, at fixed times and by people who do not exist.

import { reviseArtifact } from '../../src/app/artifacts/revise-artifact.ts';
import { loadSuites } from '../../src/app/checks/load-suite.ts';
import { addPerson } from '../../src/app/people/people.ts';
import { attestItem, waiveItem } from '../../src/app/rollout/item-decisions.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { openStore } from '../../src/store/connection/open.ts';
import { capturedRuns } from './demo-runs.mjs';

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;

/** When the pictures are taken. */
export const pictureTime = Date.parse('2026-11-21T14:40:00.000Z');

/** Who looks at the screens. */
export const person = 'pat@example.com';

const members = [
  ['ada@example.com', 'team lead', 'security owner'],
  [person, 'platform engineer'],
  ['aud@example.com', 'auditor'],
];

/** What the checks came to in each run that is not a pass, oldest run first. */
const runs = [
  { 'config.strict': 'fail', 'models.catalog': 'fail', 'cli.doctor': 'warn' },
  { 'config.strict': 'fail', 'config.profile-files': 'fail', 'models.catalog': 'fail', 'cli.doctor': 'warn' },
  { 'cli.doctor': 'warn', 'models.catalog': 'fail' },
  { 'cli.doctor': 'warn' },
  { 'config.strict': 'fail', 'cli.doctor': 'warn' },
];

const found = {
  'config.strict': {
    summary: 'config.toml:4:1: unknown configuration field `unknown_setting`',
    expected: 'app-server --strict-config accepts the configuration',
    actual: 'config.toml:4:1: unknown configuration field `unknown_setting`',
  },
  'config.profile-files': { summary: 'the profile `team` is used and has no file' },
  'models.catalog': { summary: 'the model `gpt-5-team` is not in the catalog of this CLI' },
  'cli.doctor': { summary: 'codex doctor warns: one MCP server has no startup timeout' },
};

/** Fills the database at `path`. */
export async function makeDemo(path, cwd) {
  let now = pictureTime - 12 * day;
  let ids = 0;
  const later = (ms) => {
    now += ms;
  };
  const world = {
    environment: { HOME: cwd, PATH: '' },
    cwd,
    now: () => new Date(now),
    as: 'root@example.com',
  };
  const as = (name) => ({ ...world, as: name });
  const store = await openStore(path, {
    now: () => new Date(now),
    newId: () => `01a1faca-c747-7802-a3a6-${String(++ids).padStart(12, '0')}`,
    origin: { account: 'pat', host: 'workstation', namedBy: 'flag' },
  });
  await startRollout(world, store, { name: 'Acme rollout' });
  for (const [email, ...roles] of members) {
    later(2 * minute);
    await addPerson(world, store, { email, add: roles });
  }
  const suite = await loadSuites(cwd, []);
  for (const [place, verdicts] of runs.entries()) {
    now = pictureTime - (4 - place) * day - 12 * minute;
    await store.append(() => runOf(suite, `run-${place + 1}`, verdicts));
  }
  later(3 * minute);
  await attestItem(as('ada@example.com'), store, {
    item: 'starter.verification-line',
    note: 'in the template',
  });
  later(2 * minute);
  await waiveItem(world, store, {
    item: 'pilot.risks',
    reason: 'the review of risks is on Monday',
    days: '14d',
  });
  later(minute);
  const text = '# Instructions\n\n## Verify\n\nRun `npm test` before you say that something is done.\n';
  await reviseArtifact(as('ada@example.com'), store, {
    artifact: 'instruction-template',
    text,
    file: 'instruction-template.md',
    note: 'first version',
  });
  await store.append(() => metricsOf());
  await store.append(() => capturedRuns(person, pictureTime));
  await store.close();
}

/** What a dashboard says of use, and what the team found about its quality, over the 30 days before. */
function metricsOf() {
  const dayOf = (back) => new Date(pictureTime - back * day).toISOString().slice(0, 10);
  const backs = Array.from({ length: 30 }, (_, place) => 29 - place);
  const working = backs.filter((back) => ![0, 6].includes(new Date(pictureTime - back * day).getUTCDay()));
  const some = (back, most, least) => least + ((back * 7919) % (most - least));
  const use = working.flatMap((back) =>
    ['ada', 'pat', 'eve', 'bob'].slice(0, some(back, 5, 2)).map((name, place) => ({
      ...{ key: `${name} ${dayOf(back)}`, from: dayOf(back), to: dayOf(back), person: `${name}@example.com` },
      ...{ surface: 'cli', repository: '', model: '', grade: 'observed', level: ['person'] },
      measures: { turns: some(back + place, 31, 4), sessions: some(back + place, 6, 1) },
    })),
  );
  const found = (metric, back, days, total, n) => ({
    ...{ key: `${metric} ${dayOf(back)}`, metric, from: dayOf(back + days - 1), to: dayOf(back), team: '' },
    ...{ repository: '', id: null, total, n, priorities: null },
  });
  const quality = [
    ...working.map((back) => found('verification-pass-rate', back, 1, 16 + (some(back, 20, 16) % 5), 20)),
    ...[0, 7, 14, 21].map((back) => found('defect-rate', back, 7, 1 + back / 7, 25)),
    ...[0, 7, 14, 21].map((back) => found('review-findings', back, 7, 6 + back / 7, 12)),
  ];
  const draft = (event) => ({ actor: person, subject: 'metrics', event });
  return [
    draft({
      kind: 'figures.imported',
      body: {
        ...{ v: 1, source: 'dashboard', place: '', file: 'use.csv', rows: use, limits: [], mapping: null },
        ...{ page: null, seen: {}, unknown: {} },
      },
    }),
    draft({ kind: 'quality.recorded', body: { v: 1, source: 'file', name: 'quality.csv', rows: quality } }),
  ];
}

function runOf({ name, checks }, run, verdicts) {
  const actor = person;
  const draft = (event) => ({ actor, subject: `run/${run}`, event });
  const failed = Object.values(verdicts).includes('fail');
  const durations = checks.map((_, place) => 120 + ((place * 7919) % 2400));
  return [
    draft({
      kind: 'run.started',
      body: {
        v: 1,
        run,
        suite: name,
        suite_sha256: '0'.repeat(64),
        pin: '0.139.0',
        cli_path: '/usr/local/bin/codex',
        checks: checks.map((check) => check.id),
      },
    }),
    ...checks.map((check, place) =>
      draft({
        kind: 'check.finished',
        body: {
          v: 1,
          run,
          check: check.id,
          title: check.title,
          severity: check.severity,
          declared_at: `checks/upgrade.yaml:${10 + place * 12}:5`,
          scope: check.scope,
          verdict: verdicts[check.id] ?? 'pass',
          summary: 'as expected',
          cli_version: '0.139.0',
          version_bound: check.version_bound,
          duration_ms: durations[place],
          known_issues: [],
          evidence: [],
          ...(verdicts[check.id] ? { remedy: check.remedy, ...found[check.id] } : {}),
        },
      }),
    ),
    draft({
      kind: 'run.finished',
      body: {
        v: 1,
        run,
        verdict: failed ? 'fail' : 'warn',
        cli_version: '0.139.0',
        duration_ms: Math.round(durations.reduce((sum, one) => sum + one, 0) / 4),
        interrupted: false,
      },
    }),
  ];
}
