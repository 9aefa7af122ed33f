import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin } from '../../support/cockpit.ts';
import { commandPlace } from '../../support/command-line.ts';
import { testRepository } from '../../support/repository.ts';
import { terminal } from '../../support/terminal.ts';

const ada = 'ada@example.com';
const sue = 'sue@example.com';

async function started() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme', '--as', ada);
  await place.run('people', 'add', sue, '--role', 'security owner', '--as', ada);
  return place;
}

describe('codex-cockpit artifact', () => {
  it('carries a policy from its starting text to copies in repositories, and sees them drift', async () => {
    const { run, json, cwd } = await started();
    const repository = testRepository();
    const { text, placeholders, revision } = await json('artifact', 'show', 'usage-policy');
    expect([revision, placeholders.length > 3]).toEqual([null, true]);

    writeFileSync(join(cwd, 'policy.md'), text);
    expect(await run('artifact', 'import', 'usage-policy', 'policy.md', '--as', sue)).toMatchObject({
      code: 0,
    });
    expect(await run('artifact', 'submit', 'usage-policy', '--as', sue)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /revision 1 of usage-policy has \d+ gaps to fill:\n {2}usage-policy:1:7 \{\{TEAM NAME\}\}/,
      ),
    });

    writeFileSync(join(cwd, 'policy.md'), text.replaceAll(/\{\{[A-Z ]+\}\}/g, 'Acme'));
    await run('artifact', 'import', 'usage-policy', 'policy.md', '--as', sue);
    const submitted = await run('artifact', 'submit', 'usage-policy', '--as', sue);
    const digest = /artifact approve usage-policy ([0-9a-f]{12})/.exec(submitted.stdout)?.[1] ?? '';
    expect(await run('artifact', 'publish', 'usage-policy', repository.root, '--as', ada)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no revision of usage-policy is approved'),
    });
    expect(await run('artifact', 'approve', 'usage-policy', digest, '--as', ada)).toMatchObject({
      stdout: 'Approved revision 2 of usage-policy as rollout owner. It waits for security owner.\n',
    });
    expect(await run('artifact', 'approve', 'usage-policy', digest, '--as', sue)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('It is in force from now on; its next review is on '),
    });

    expect(await run('artifact', 'publish', 'usage-policy', repository.root, '--as', ada)).toMatchObject({
      stdout: 'Published revision 2 of usage-policy as docs/codex/usage-policy.md.\n',
    });
    expect(await run('artifact', 'drift', repository.root)).toMatchObject({ code: 0 });
    repository.write(
      'docs/codex/usage-policy.md',
      repository.read('docs/codex/usage-policy.md').replace('Acme', 'Us\u001b[2J'),
    );
    const drift = await run('artifact', 'drift', repository.root, '--diff');
    expect(drift).toMatchObject({ code: 1, stdout: expect.stringContaining('+# How Us uses Codex') });
    expect(drift.stdout).not.toContain('\u001b[2J');
    expect(await run('audit', 'verify')).toMatchObject({ code: 0 });
  });

  it('lists every artifact with its next step, without a database too', async () => {
    const { run, json } = commandPlace();
    expect((await run('artifact')).stdout).toContain('write it: codex-cockpit artifact edit usage-policy');
    expect(await json('artifact')).toMatchObject({
      format: 'codex-cockpit/artifacts',
      version: 1,
      artifacts: expect.arrayContaining([expect.objectContaining({ id: 'rbac-matrix', state: 'not begun' })]),
    });
    expect(await run('artifact', 'drift')).toMatchObject({ code: 2 });
  });

  it('opens an editor in a terminal only, and says what to do without one', async () => {
    const { run, environment, cwd, json } = await started();
    expect(await run('artifact', 'edit', 'rbac-matrix', '--as', ada)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('codex-cockpit artifact import rbac-matrix FILE'),
    });
    const editor = join(cwd, 'editor');
    writeFileSync(editor, '#!/bin/sh\necho "# Ours" > "$1"\n');
    chmodSync(editor, 0o700);
    const screen = terminal([process.execPath, bin, 'artifact', 'edit', 'rbac-matrix', '--as', ada], {
      env: { ...environment, EDITOR: editor },
      cwd,
    });
    await screen.see('Revision 1 of rbac-matrix');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
    expect(await json('artifact', 'show', 'rbac-matrix')).toMatchObject({ text: '# Ours\n', state: 'draft' });
  });

  it('refuses an auditor and a read-only session', async () => {
    const { run, cwd } = await started();
    await run('people', 'add', 'aud@example.com', '--role', 'auditor', '--as', ada);
    writeFileSync(join(cwd, 'x.md'), 'x');
    const asking = ['artifact', 'import', 'usage-policy', 'x.md'];
    expect(await run(...asking, '--as', 'aud@example.com')).toMatchObject({ code: 1 });
    expect(await run(...asking, '--as', ada, '--read-only')).toMatchObject({ code: 2 });
    expect((await run('artifact', 'history', 'usage-policy')).stdout).toBe('There is no revision yet.\n');
  });
});

describe('codex-cockpit catalog', () => {
  it('runs a command of the approved catalog, and shows the end of what a failing one printed', async () => {
    const { run, json, cwd } = await started();
    const repository = testRepository();
    await run('people', 'role', sue, '--add', 'team lead', '--as', ada);
    await run('people', 'role', ada, '--add', 'platform engineer', '--as', ada);
    const command = (id: string, argv: string) =>
      `  - {id: ${id}, title: T, proves: P, command: [/bin/sh, -c, "${argv}"]}\n`;
    writeFileSync(
      join(cwd, 'c.yaml'),
      `version: 1\ncommands:\n${command('good', 'true')}${command('bad', 'echo why; exit 7')}`,
    );
    await run('artifact', 'import', 'verification-catalog', 'c.yaml', '--as', ada);
    expect(await run('catalog', 'run', 'good', '--as', ada)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no revision of verification-catalog is approved'),
    });
    await run('artifact', 'submit', 'verification-catalog', '--as', ada);
    const { revision } = await json('artifact', 'show', 'verification-catalog');
    for (const who of [sue, ada])
      await run('artifact', 'approve', 'verification-catalog', revision.sha256, '--as', who);

    expect(await run('catalog', 'run', 'good', repository.root, '--as', ada)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('pass  good: exit 0'),
    });
    expect(await run('catalog', 'run', 'bad', repository.root, '--as', ada)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/why\n\n. fail {2}bad: exit 7/),
    });
    expect(await json('catalog')).toMatchObject({
      format: 'codex-cockpit/catalog',
      revision: 1,
      commands: [
        { id: 'good', runs: [{ verdict: 'pass' }] },
        { id: 'bad', runs: [{ verdict: 'fail', summary: 'exit 7' }] },
      ],
    });
    expect((await run('catalog')).stdout).toContain(
      'good  T\n  proves  P\n  runs    /bin/sh -c true\n  pass  ',
    );
  });
});

describe('codex-cockpit review', () => {
  it('asks the approved checklist of a change, and ends when everything is answered', async () => {
    const { run, json, cwd } = await started();
    await run('people', 'role', sue, '--add', 'team lead', '--as', ada);
    writeFileSync(
      join(cwd, 'c.yaml'),
      'version: 1\nreview: high-risk-change\nquestions:\n  - {id: tests, text: "Does a test fail without it?"}\n  - {id: secrets, text: "Is it free of secrets?"}\n',
    );
    await run('artifact', 'import', 'high-risk-checklist', 'c.yaml', '--as', ada);
    await run('artifact', 'submit', 'high-risk-checklist', '--as', ada);
    const { revision } = await json('artifact', 'show', 'high-risk-checklist');
    for (const role of ['security owner', 'team lead'])
      await run('artifact', 'approve', 'high-risk-checklist', revision.sha256, '--role', role, '--as', sue);

    expect(await run('review', 'start', '--change', 'shop#412', '--as', ada)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('○ open  tests: Does a test fail without it?'),
    });
    expect(await run('review', 'answer', 'shop#412', 'tests', 'perhaps', '--as', ada)).toMatchObject({
      code: 2,
    });
    await run('review', 'answer', 'shop#412', 'tests', 'y', '--as', ada);
    expect(await run('review', 'finish', 'r1', '--as', ada)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('open  secrets: Is it free of secrets?'),
    });
    await run('review', 'answer', 'r1', 'secrets', 'n/a', '--note', 'no data', '--as', sue);
    expect(await run('review', 'finish', 'r1', '--as', sue)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /– n\/a {3}secrets: .*\n {8}sue@example.com as security owner, .*\n {8}no data\n/,
      ),
    });
    expect(await json('review', 'list', '--all')).toMatchObject({
      format: 'codex-cockpit/reviews',
      reviews: [{ review: 'r1', change: 'shop#412', exceptions: [], finished: { by: sue } }],
    });
    expect((await run('review')).stdout).toBe(
      'No review is open. Begin one: codex-cockpit review start --change REF\n',
    );
  });
});
