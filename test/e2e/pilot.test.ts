import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../support/cockpit.ts';
import { terminal } from '../support/terminal.ts';
import { realCodex } from '../support/world.ts';

const enter = '\r';
const clearField = '\u0015';
const ada = 'ada@example.com';
const bob = 'bob@example.com';
const attested = ['pilot.use-cases', 'pilot.baseline-commands', 'pilot.risks', 'pilot.review'];

type Entry = { actor: string; kind: string; subject: string; body: Record<string, unknown> };

/** What happened, without what differs from run to run. */
function story(entries: readonly Entry[]): string[] {
  return entries
    .map(({ actor, kind, subject, body }) => {
      const what = body.check ?? body.item ?? body.email ?? body.phase ?? '';
      return `${actor} ${kind} ${subject.replace(/^run\/.*/, 'run')} ${what}`;
    })
    .sort();
}

async function passInTheScreens() {
  const place = cockpit();
  const screen = terminal([process.execPath, bin, '--codex', realCodex, '--as', ada], {
    env: place.environment,
    cwd: place.cwd,
    columns: 100,
  });
  const { press, see } = screen;
  // Keys that come in one piece are a paste: each waits until the screen shows what the one before did.
  const form = async (
    after: string | RegExp,
    key: string,
    fields: readonly (readonly [string, string])[],
  ) => {
    await press(after, key);
    for (const [label, value] of fields) {
      await press(new RegExp(`▸ ${label} `), clearField);
      await press(new RegExp(`▸ ${label}[ *]+▏`), value);
      await press(`${value}▏`, enter);
    }
    await press('This will be recorded', enter);
  };
  const person = (email: string, role: string) =>
    [
      ['E-mail', email],
      ['Name \\(optional\\)', ''],
      ['Roles', role],
    ] as const;
  await form('No rollout yet', 'n', [
    ['Name', 'Acme'],
    ['Pinned CLI version', '0.139.0'],
  ]);
  await form('You are ada@example.com (rollout owner)', '+', person(ada, 'platform engineer'));
  await form('is now rollout owner, platform engineer', '+', person(bob, 'team lead'));
  await form('is now team lead', '+', person(bob, 'security owner'));
  await press(/▸ ○ open +pilot\.pinned-version/, 'x');
  await press('Run cli.version against pin', enter);
  // The cursor stays on its item, which moves down once it is satisfied.
  await press(/▸ ✔ satisfied +pilot\.pinned-version/, 'g');
  await press(/▸ ○ open +pilot\.turn-works/, 'x');
  await press('Run exec.smoke against pin', enter);
  await form(/▸ ✔ satisfied +pilot\.turn-works/, 'A', [['E-mail', bob]]);
  await see('You are bob@example.com');
  for (const item of attested) {
    await press('You are bob@example.com', 'g');
    await form(new RegExp(`▸ ○ open +${item}`), 'a', [['Note \\(optional\\)', 'seen']]);
    await see(`attested ${item}`);
  }
  await form(/Pilot 6\/6/, 'A', [['E-mail', ada]]);
  await press('You are ada@example.com', 'S');
  await press('Sign the gate of Pilot as rollout owner?', enter);
  await press('signed the gate of Pilot', 'P');
  await press('Pass the gate of Pilot?', enter);
  await press('passed the gate of Pilot', 'q');
  expect(await screen.exit).toMatchObject({ exitCode: 0 });
  return place;
}

async function passByCommands() {
  const place = cockpit();
  const { run } = place;
  const commands = [
    ['init', '--name', 'Acme', '--as', ada],
    ['people', 'role', ada, '--add', 'platform engineer', '--as', ada],
    ['people', 'add', bob, '--role', 'team lead', '--as', ada],
    ['people', 'role', bob, '--add', 'security owner', '--as', ada],
    ['check', 'cli.version', '--codex', realCodex, '--as', ada],
    ['check', 'exec.smoke', '--codex', realCodex, '--as', ada],
    ...attested.map((item) => ['item', 'attest', item, '--note', 'seen', '--as', bob]),
    ['phase', 'sign', 'pilot', '--as', ada],
    ['phase', 'pass', 'pilot', '--as', ada],
  ];
  for (const command of commands) expect(await run(...command), command.join(' ')).toMatchObject({ code: 0 });
  return place;
}

describe('the gate of Pilot', () => {
  it('is passed from nothing in the screens alone, then by commands alone, and the histories agree', async () => {
    const inScreens = await passInTheScreens();
    const byCommands = await passByCommands();
    const [one, other] = await Promise.all([
      inScreens.json('history', '-n', '100'),
      byCommands.json('history', '-n', '100'),
    ]);
    expect(story(one.entries)).toEqual(story(other.entries));
    const status = await inScreens.json('status');
    expect(status.phases.map(({ state }: { state: string }) => state)).toEqual([
      'passed',
      'current',
      'ahead',
      'ahead',
    ]);
    expect(await inScreens.run('audit', 'verify')).toMatchObject({ code: 0 });
  });
});

describe('an auditor', () => {
  it('can look at all, and write nothing with any command', async () => {
    const { run } = cockpit();
    const auditor = 'aud@example.com';
    await run('init', '--name', 'Acme', '--as', ada);
    await run('people', 'add', auditor, '--role', 'auditor', '--as', ada);
    const before = (await run('history', '--json')).stdout;
    for (const command of [
      ['status'],
      ['next'],
      ['phase'],
      ['phase', 'show', 'pilot'],
      ['item'],
      ['people'],
      ['runbook'],
      ['metric'],
      ['history'],
      ['audit', 'verify'],
    ])
      expect(await run(...command, '--as', auditor), command.join(' ')).toMatchObject({ code: 0 });
    for (const command of [
      ['people', 'add', 'x@example.com'],
      ['people', 'role', auditor, '--add', 'rollout owner'],
      ['item', 'attest', 'pilot.use-cases'],
      ['item', 'waive', 'pilot.use-cases', '--reason', 'x'],
      ['phase', 'sign', 'pilot', '--role', 'auditor'],
      ['phase', 'pass', 'pilot'],
      ['phase', 'revisit', 'pilot', '--reason', 'x'],
      ['rollout', 'pin', '0.150.0', '--reason', 'x'],
      ['rollout', 'surface', 'local'],
      ['metric', 'record', 'rate', '1', '--unit', '%', '--window', '1d', '--source', 'x'],
      ['check', 'cli.version', '--codex', realCodex],
    ])
      expect(await run(...command, '--as', auditor), command.join(' ')).toMatchObject({ code: 1 });
    expect((await run('history', '--json')).stdout).toBe(before);
  });

  it('sees in the screens that nothing can be recorded, and why', async () => {
    const { environment, cwd, run } = cockpit();
    await run('init', '--name', 'Acme', '--as', ada);
    const screen = terminal([process.execPath, bin, '--as', ada, '--read-only'], { env: environment, cwd });
    await screen.press('[RO] ', 'S');
    await screen.press('sign the gate of the phase: this session is read-only', 'x');
    await screen.press(/run the selected check.*: this session is read-only/, 'q');
    expect(await screen.exit).toMatchObject({ exitCode: 0 });
  });
});
