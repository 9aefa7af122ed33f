import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { recordQuality } from '../../support/quality.ts';
import { testRepository } from '../../support/repository.ts';
import { team } from '../../support/team.ts';
import { realCodex } from '../../support/world.ts';

describe('change alignment', () => {
  it('sets repeated fixes beside what the CLI loads there and its newest commit', async () => {
    const { world, store } = await team();
    const { run, json } = commandLine(world);
    await recordQuality(store, [
      { day: '2026-11-10', total: 6, n: 50, repository: 'shop' },
      { day: '2026-11-11', total: 1, n: 50, repository: 'web' },
    ]);
    const shop = testRepository(
      { 'AGENTS.md': 'Root.\n', 'README.md': 'Shop.\n' },
      { origin: 'https://bob:hunter2@example.com/acme/shop.git' },
    );
    shop.git('add', '-A');
    const author = ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.com'];
    shop.git(...author, 'commit', '-qm', 'Say how to test', '--date', '2026-01-02T03:04:05Z');
    const asked = ['change', 'alignment', '--project', shop.root, '--codex', realCodex];
    const { code, stdout, stderr } = await run(...asked);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Fixes and instructions from 2026-08-23 to 2026-11-20\nexample\.com\/acme\/shop +6 fixes/,
    );
    expect(stdout).toContain('1 of 1 instruction files loaded, 6 bytes');
    expect(stdout).toMatch(/web +1 fixes .*not at hand .*few fixes/);
    expect(stdout).not.toContain('hunter2');
    expect((await json(...asked)).repositories[0]).toMatchObject({
      fixes: { defects: 6, findings: null },
      instructions: { last_commit: { subject: 'Say how to test' }, files: [{ bytes: 6, state: 'loaded' }] },
    });
  });

  it('says why a chain could not be read, and refuses a folder that is in no repository', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const { root } = testRepository({ 'AGENTS.md': 'Root.\n' });
    const { code, stdout } = await run('change', 'alignment', '--project', root, '--codex', '/nowhere/codex');
    expect(code).toBe(0);
    expect(stdout).toContain(`${root}: not read: `);
    expect(await run('change', 'alignment', '--project', world.cwd)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this is not in a git repository'),
    });
  });
});
