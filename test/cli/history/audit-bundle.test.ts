import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runVerifier } from '../../support/bundle.ts';
import { commandPlace } from '../../support/command-line.ts';
import { asAnyClient } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

async function rollout() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme', '--as', 'ada@example.com', '--db', 'acme.db');
  const bundle = (out: string, ...more: string[]) =>
    place.run('audit', 'bundle', '--db', 'acme.db', '--as', 'ada@example.com', '--out', out, ...more);
  return { ...place, bundle };
}

describe('somebody who hands the history to an auditor', () => {
  it('gets one file that is verified with nothing of ours', async () => {
    const { bundle, run, cwd } = await rollout();
    const { stdout: key } = await run('audit', 'key', '--db', 'acme.db');
    expect(await bundle('acme.tar.gz')).toEqual({
      code: 0,
      stdout: `${join(cwd, 'acme.tar.gz')}\n`,
      stderr: '4 entries. Send the auditor the public key by another way: codex-cockpit audit key\n',
    });
    const folder = tempFolder();
    execFileSync('tar', ['-xzf', join(cwd, 'acme.tar.gz'), '-C', folder]);
    const verified = runVerifier(join(folder, 'acme'), '--key', key.trim().split('\n')[0] ?? '');
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(verified.stdout).toContain('entries 1 to 3, by the key that you gave');
  });

  it('is told what no checkpoint vouches for yet', async () => {
    const { bundle, run } = await rollout();
    await run(
      'people',
      'add',
      'bob@example.com',
      '--role',
      'auditor',
      '--as',
      'ada@example.com',
      '--db',
      'acme.db',
    );
    expect((await bundle('acme')).stderr).toContain('Entries after 3 are not signed yet');
  });

  it('may be an auditor, who records nothing, and may look only', async () => {
    const { bundle, cwd } = await rollout();
    expect((await bundle('acme', '--read-only', '--json')).code).toBe(0);
    expect(readdirSync(join(cwd, 'acme'))).toContain('verify.mjs');
  });

  it('learns of a history that is not whole', async () => {
    const { bundle, cwd } = await rollout();
    asAnyClient(join(cwd, 'acme.db'), (raw) => {
      for (const name of raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all())
        raw.exec(`DROP TRIGGER ${name}`);
      raw.exec("UPDATE entry SET actor = 'eve' WHERE seq = 2");
    });
    const { code, stdout, stderr } = await bundle('acme', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'codex-cockpit/bundle',
      version: 1,
      entries: 1,
      whole: false,
      signed: false,
      faults: expect.arrayContaining(['Entry 2: its content does not match its hash.']),
    });
    expect(stderr).toContain('The history is not whole, and the bundle shows it');
  });

  it('overwrites nothing', async () => {
    const { bundle } = await rollout();
    await bundle('acme');
    expect(await bundle('acme')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is something of that name'),
    });
  });
});
