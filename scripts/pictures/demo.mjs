// A rollout to show: made with what the program itself records, at fixed times and by people who do not exist.

import { reviseArtifact } from '../../src/app/artifacts/revise-artifact.ts';
import { loadSuites } from '../../src/app/checks/load-suite.ts';
import { addPerson } from '../../src/app/people/people.ts';
import { attestItem, waiveItem } from '../../src/app/rollout/item-decisions.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { openStore } from '../../src/store/connection/open.ts';

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
  await store.close();
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
