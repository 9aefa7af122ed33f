import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../support/cockpit.ts';
import { commandLine } from '../support/command-line.ts';
import { atTheScreens, type Entry } from '../support/story.ts';
import { terminal } from '../support/terminal.ts';
import { realCodex, testWorld } from '../support/world.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const attested = ['pilot.use-cases', 'pilot.baseline-commands', 'pilot.risks', 'pilot.review'];

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
  const person = atTheScreens(place, { as: ada, args: ['--codex', realCodex] });
  const { sees, presses, fills, confirms } = person;
  const names = async (email: string, role: string) => {
    await presses('+', 'E-mail');
    await fills({ 'E-mail': email, 'Name (optional)': '', Roles: role });
  };
  const acts = async (email: string) => {
    await presses('A', 'E-mail');
    await fills({ 'E-mail': email });
    await confirms(email, new RegExp(`Rollout.* ${email} · `));
  };
  await sees('No rollout yet');
  await presses('n', 'Start a rollout');
  await fills({ Name: 'Acme', 'Pinned CLI version': '0.139.0' });
  await confirms('rollout.started', 'ada@example.com · rollout owner');
  await names(ada, 'platform engineer');
  await confirms(ada, 'is now rollout owner, platform engineer');
  await names(bob, 'team lead');
  await confirms(bob, 'is now team lead');
  await names(bob, 'security owner');
  await confirms(bob, /▸ ○ open +● +pilot\.pinned-version/);
  for (const [item, check] of [
    ['pinned-version', 'cli.version'],
    ['turn-works', 'exec.smoke'],
  ] as const) {
    await presses('g', new RegExp(`▸ ○ open +● +pilot\\.${item}`));
    await presses('x', `Run ${check} against pin`);
    // The cursor stays on its item, which moves down once it is satisfied.
    await presses('enter', new RegExp(`▸ ✔ satisfied +● +pilot\\.${item}`));
  }
  await acts(bob);
  for (const item of attested) {
    await presses('g', new RegExp(`▸ ○ open +● +${item}`));
    await presses('a', 'Note (optional)');
    await fills({ 'Note (optional)': 'seen' });
    await confirms(item, `attested ${item}`);
  }
  await sees(/Gate █+ 6\/6 required/);
  await acts(ada);
  await presses('S', 'Sign the gate of Pilot as rollout owner?');
  await presses('enter', 'signed the gate of Pilot');
  await presses('P', 'Pass the gate of Pilot?');
  await presses('enter', 'passed the gate of Pilot');
  await person.expectsEntry('phase.passed', { actor: ada, subject: 'phase/pilot' });
  await person.leaves();
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
    const { run } = commandLine(testWorld());
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
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
  });
});
