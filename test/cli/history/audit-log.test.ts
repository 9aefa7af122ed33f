import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandPlace } from '../../support/command-line.ts';

/** A rollout in which two people did something. */
async function rollout() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme', '--as', 'ada@example.com');
  await place.run('people', 'add', 'bob@example.com', '--role', 'rollout owner', '--as', 'ada@example.com');
  await place.run('rollout', 'pin', '0.150.0', '--reason', 'a sandbox fault', '--as', 'bob@example.com');
  return place;
}

describe('somebody who looks something up', () => {
  it('finds who did it, and on which version', async () => {
    const { run, json } = await rollout();
    expect(await run('audit', 'log', '--who', 'BOB@example.com')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^ {4}6 {2}\S+ {2}bob@example\.com {2}rollout\.pin-moved {2}moved the pin from 0\.139\.0 to 0\.150\.0: a sandbox fault\n$/,
      ),
    });
    expect(await json('audit', 'log', '--cli-version', '0.150.0', '--text', 'sandbox')).toMatchObject({
      format: 'codex-cockpit/audit-log',
      version: 1,
      filter: { cli_version: '0.150.0', text: 'sandbox', who: null, kinds: [] },
      entries: [{ seq: 6, body: { from: '0.139.0', to: '0.150.0' }, hash: expect.any(String) }],
      next_before: null,
    });
  });

  it('goes through page by page', async () => {
    const { run, json } = await rollout();
    const first = await run('audit', 'log', '-n', '4');
    expect(first.stderr).toBe('There are older entries: --before 3\n');
    const { entries, next_before } = await json('audit', 'log', '-n', '4', '--before', '3');
    expect(entries.map(({ seq }: { seq: number }) => seq)).toEqual([2, 1]);
    expect(next_before).toBeNull();
  });

  it('is told that there is no such entry', async () => {
    const { run } = await rollout();
    expect(await run('audit', 'log', '--until', '2020-01-01')).toMatchObject({
      code: 0,
      stdout: 'No entry.\n',
    });
  });

  it('makes no database by looking', async () => {
    const { run, root } = commandPlace();
    expect(await run('audit', 'log')).toMatchObject({ code: 0, stdout: 'The history is empty.\n' });
    expect(await run('audit', 'log', '--text', 'x')).toMatchObject({ code: 0, stdout: 'No entry.\n' });
    expect(readdirSync(root)).not.toContain('data');
  });

  it.each([
    [['--kind', 'phase.sined'], 'did you mean "phase.signed"?'],
    [['--phase', 'rollback'], 'there is no such phase'],
    [['--since', 'tomorrow'], '--since "tomorrow": not a moment'],
    [['--text', '***'], 'there is no word in it'],
    [['--limit', '0'], 'It must be a whole number from 1 on.'],
  ])('is told what is wrong with %o', async (flags, message) => {
    const { run } = commandPlace();
    expect(await run('audit', 'log', ...flags)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});
