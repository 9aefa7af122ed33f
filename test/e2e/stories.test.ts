import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cockpit } from '../support/cockpit.ts';
import { commandLine } from '../support/command-line.ts';
import { fakeCodex } from '../support/fake-codex.ts';
import { atTheScreens } from '../support/story.ts';
import { realCodex } from '../support/world.ts';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
];
const ada = 'ada@example.com';
const bob = 'bob@example.com';
const aud = 'aud@example.com';

const suite = `
version: 1
suite: team
title: Two checks
checks:
${['cli.version', 'config.strict']
  .map(
    (probe) => `  - id: ${probe}
    title: ${probe}
    why: the team needs it
    severity: blocker
    scope: static
    phase: pilot
    owner: platform engineer
    timeout: 20s
    remedy: fix what it names
    probe: ${probe}
`,
  )
  .join('')}`;

/** A place whose person has an editor that runs a line of shell on the file. */
function place(edit: string) {
  const made = cockpit();
  const editor = join(made.root, 'editor');
  writeFileSync(editor, `#!/bin/sh\nfor file; do :; done\n${edit}\n`);
  chmodSync(editor, 0o700);
  return { ...made, environment: { ...made.environment, EDITOR: editor } };
}

describe.each(sizes)('in a terminal of $columns×$rows', { timeout: 180_000 }, (size) => {
  it('an engineer finds what failed, fixes it, runs it again, compares a candidate, and moves the pin', async () => {
    const here = place('sed -i "/unknown_setting/d" "$file"');
    writeFileSync(join(here.teamHome, 'config.toml'), 'model = "gpt-5.5"\nunknown_setting = true\n');
    writeFileSync(join(here.cwd, 'team.yaml'), suite);
    const candidate = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.150.0\n' });
    const engineer = atTheScreens(here, {
      as: ada,
      args: ['--codex', realCodex, '--suite', 'team.yaml'],
      ...size,
    });
    await engineer.sees('No rollout yet');
    await engineer.presses('n', 'Start a rollout');
    await engineer.fills({ Name: 'Acme', 'Pinned CLI version': '0.139.0' });
    await engineer.confirms('rollout.started', 'ada@example.com');

    await engineer.opens('Checks', /not run +cli\.version/);
    await engineer.presses('r', 'Run 2 checks against pin 0.139.0?');
    await engineer.presses('enter', '2 checks: 1 pass, 1 fail');
    await engineer.presses('g', /▸ ✘ fail +config\.strict/);
    await engineer.presses('enter', /config.toml:2:1: unknown/);
    await engineer.presses('esc', /▸ ✘ fail +config\.strict/);

    await engineer.presses('e', 'f runs what failed');
    expect(readFileSync(join(here.teamHome, 'config.toml'), 'utf8')).toBe('model = "gpt-5.5"\n');
    await engineer.presses('f', 'Run config.strict against pin 0.139.0?');
    await engineer.presses('enter', /✔ pass +config\.strict/);
    await engineer.expectsEntry('check.finished', { body: { check: 'config.strict', verdict: 'pass' } });

    await engineer.presses('c', 'Compare another CLI with the pin');
    await engineer.fills({ CLI: candidate });
    await engineer.confirms(/candidate/, /Comparison/);
    await engineer.sees(/0\.139\.0 → 0\.150\.0/);
    // While the candidate runs, leaving would ask first.
    await engineer.sees('0.150.0 beside 0.139.0: ');
    await engineer.presses('p', 'Move the pin');
    await engineer.fills({ 'CLI version': '0.150.0', Reason: 'the candidate was compared' });
    await engineer.confirms('rollout.pin-moved', 'pin 0.150.0');
    await engineer.expectsEntry('rollout.pin-moved', { actor: ada, body: { to: '0.150.0' } });
    await engineer.leaves();
  });

  it('an auditor finds who decided what on which evidence, verifies, proves, exports', async () => {
    const here = place('true');
    const { run } = commandLine({ ...here, now: () => new Date() });
    const by = async (as: string, ...args: string[]) =>
      expect(await run(...args, '--as', as), args.join(' ')).toMatchObject({ code: 0 });
    await by(ada, 'init', '--name', 'Acme');
    await by(ada, 'people', 'add', bob, '--role', 'team lead');
    await by(ada, 'people', 'add', aud, '--role', 'auditor');
    await by(bob, 'item', 'attest', 'pilot.use-cases', '--note', 'seen in the pilot');
    for (const item of ['pinned-version', 'turn-works', 'baseline-commands', 'risks', 'review'])
      await by(ada, 'item', 'waive', `pilot.${item}`, '--reason', 'tried by hand');
    await by(ada, 'phase', 'sign', 'pilot');
    await by(ada, 'phase', 'pass', 'pilot');
    await by(ada, 'audit', 'checkpoint');

    const auditor = atTheScreens(here, { as: aud, ...size });
    await auditor.sees(/Acme/);
    await auditor.opens('History', /▸ .*passed the gate of pilot/);
    await auditor.presses('enter', 'Entry 14: phase.passed');
    await auditor.presses('enter', '▸ entry 7: it rests on this: bob@example.com');
    await auditor.presses('enter', 'Entry 7: item.attested');
    await auditor.presses('esc', 'Entry 14: phase.passed');
    await auditor.presses('esc', /▸ .*passed the gate of pilot/);

    await auditor.presses('/', 'enter keep');
    await auditor.presses('who:bob', 'who:bob▏');
    await auditor.presses('enter', /▸ .*attested pilot\.use-cases/);
    await auditor.presses('esc', /▸ .*attested pilot\.use-cases/);
    await auditor.presses('v', 'The history is whole');
    await auditor.presses('esc', /✔ whole: 15 entries, verified \d\d:\d\d/);

    await auditor.presses('p', 'Write the proof to');
    await auditor.fills({ Entry: '7', 'Write the proof to': 'proof.json' });
    await auditor.confirms('Write the proof of entry 7?', 'project/proof.json');
    await auditor.presses('x', 'Append to the file');
    await auditor.fills({
      'Append to the file': 'history.jsonl',
      Format: 'jsonl',
      Entries: 'all',
      'After entry (none)': '',
      'State file (none)': '',
    });
    await auditor.confirms('Export the history as jsonl?', 'exported 15 entries');
    await auditor.presses('b', 'Archive or folder');
    await auditor.fills({ 'Archive or folder': 'bundle' });
    await auditor.confirms('Write the bundle for an auditor?', /bundle/);
    expect(readFileSync(join(here.cwd, 'history.jsonl'), 'utf8').trim().split('\n')).toHaveLength(15);
    await expect.poll(() => existsSync(join(here.cwd, 'bundle', 'verify.mjs'))).toBe(true);
    await auditor.leaves();
  });

  it('an owner names people, has a policy written, approved and published, attests, waives, passes Pilot, and sees drift', async () => {
    const here = place('sed -i "s/{{[^}]*}}/Acme/g" "$file"');
    execFileSync('git', ['init', '--quiet', join(here.cwd, 'web')]);
    const owner = atTheScreens(here, { as: ada, args: ['--codex', realCodex], ...size });
    const names = async (email: string, role: string, told: string) => {
      await owner.presses('+', 'E-mail');
      await owner.fills({ 'E-mail': email, 'Name (optional)': '', Roles: role });
      await owner.confirms(email, told);
    };
    const acts = async (email: string) => {
      await owner.presses('A', 'E-mail');
      await owner.fills({ 'E-mail': email });
      await owner.confirms(email, `${email} ·`);
    };
    await owner.sees('No rollout yet');
    await owner.presses('n', 'Start a rollout');
    await owner.fills({ Name: 'Acme', 'Pinned CLI version': '0.139.0' });
    await owner.confirms('rollout.started', 'ada@example.com · rollout owner');
    await names(ada, 'platform engineer', 'is now rollout owner, platform engineer');
    await names(bob, 'team lead', 'is now team lead');
    await names(bob, 'security owner', 'is now team lead, security owner');

    await owner.opens('Artifacts', /not begun +usage-policy/);
    await owner.presses('/', 'enter keep');
    await owner.presses('usage-policy', 'usage-policy▏');
    await owner.presses('enter', /▸ .*usage-policy/);
    await owner.presses('e', 'usage-policy revision 1 is a draft');
    await owner.presses('s', 'Give usage-policy to its reviewers');
    await owner.presses('enter', 'usage-policy revision 1 waits for security owner');
    const approves = async (told: string) => {
      await owner.presses('a', 'read it to its end; press a again');
      await owner.sees('People know what they may give to Codex');
      // The last words of the policy.
      await owner.presses('G', 'propose a change of this policy.');
      await owner.presses('a', 'Have you read usage-policy, and do you approve it?');
      await owner.presses('enter', told);
    };
    await approves('it waits for more approvals');
    await owner.opens('Rollout', /pilot\.pinned-version/);
    await acts(bob);
    await owner.opens('Artifacts', /in review +usage-policy/);
    await approves('it counts from now on');
    await owner.presses('p', 'Another text there');
    await owner.fills({ Folder: '.', 'Path in it': 'POLICY.md', 'Another text there': 'leave it' });
    // What was typed stays, and the field that is at fault is the active one.
    await owner.sees(/▸ Folder +\* \.▏\s*│\s*│ .*this is not in a git repository/);
    await owner.fills({ Folder: 'web', 'Path in it': 'POLICY.md', 'Another text there': 'leave it' });
    await owner.confirms('Write revision 1 of usage-policy', 'published revision 1 of usage-policy as');
    expect(readFileSync(join(here.cwd, 'web', 'POLICY.md'), 'utf8')).toContain('Acme');

    await owner.opens('Rollout', /pilot\.pinned-version/);
    await acts(ada);
    await owner.presses('g', /▸ ○ open +● +pilot\.pinned-version/);
    await owner.presses('x', 'Run cli.version against pin');
    await owner.presses('enter', /▸ ✔ satisfied +● +pilot\.pinned-version/);
    await owner.presses('g', /▸ ○ open +● +pilot\.turn-works/);
    await owner.presses('w', 'For how long');
    await owner.fills({ Reason: 'a turn was tried by hand', 'For how long': '30d' });
    await owner.confirms('Waive pilot.turn-works for 30d?', 'waived pilot.turn-works');
    await acts(bob);
    for (const item of ['use-cases', 'baseline-commands', 'risks', 'review']) {
      await owner.presses('g', new RegExp(`▸ ○ open +● +pilot\\.${item}`));
      await owner.presses('a', 'Note (optional)');
      await owner.fills({ 'Note (optional)': 'seen' });
      await owner.confirms(item, `attested pilot.${item}`);
    }
    await acts(ada);
    await owner.presses('S', 'Sign the gate of Pilot as rollout owner?');
    await owner.presses('enter', 'signed the gate of Pilot');
    await owner.presses('P', 'Pass the gate of Pilot?');
    await owner.presses('enter', 'passed the gate of Pilot');

    await owner.presses('p', 'CLI version');
    await owner.fills({ 'CLI version': '0.150.0', Reason: 'a newer CLI' });
    await owner.confirms(/pin/, /Pilot drifted/);
    const copy = join(here.cwd, 'web', 'POLICY.md');
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('## Exceptions', '## No exceptions'));
    await owner.opens('Artifacts', /usage-policy/);
    await owner.presses('D', 'Folders');
    await owner.fills({ Folders: 'web', Artifact: 'usage-policy' });
    await owner.sees(/edited +usage-policy/);
    await owner.expectsEntry('phase.passed', { actor: ada, subject: 'phase/pilot' });
    await owner.leaves();
  });
});
