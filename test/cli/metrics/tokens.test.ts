import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { ledgerOf, recordedHome } from '../../support/sessions/recorded-homes.ts';
import { team } from '../../support/team.ts';

const window = '2026-11-22';
const ledger = Object.values(ledgerOf('0.169.0'));
const handedOut = ledger.reduce((sum, { total }) => sum + total, 0);

/** A rollout with imported sessions, on the evening of the day on which they were written. */
async function imported(...homes: string[]) {
  const { world, setNow } = await team();
  setNow('2026-11-22T20:00:00.000Z');
  const { run, json } = commandLine(world);
  await run('metric', 'import', 'sessions', ...homes.map(recordedHome));
  const addQuality = (...more: string[]) =>
    run('metric', 'add', 'defect-rate', '5', '--n', '40', '--window', window, '--source', 'CI', ...more);
  return { run, json, addQuality };
}

describe('metric tokens', () => {
  it.each(['day', 'model', 'session', 'version', 'policy', 'repository'])(
    'by %s are withheld without quality of the same days, and says how to add it',
    async (by) => {
      const { run } = await imported('0.169.0');
      const { stdout } = await run('metric', 'tokens', '--by', by, '--window', window);
      expect(stdout).toContain('Withheld: ');
      expect(stdout).toContain('codex-cockpit metric add defect-rate');
      expect(stdout).not.toMatch(/30,?820|7,?400/);
      expect((await run('metric', 'tokens', '--by', by, '--window', window, '--json')).stdout).not.toMatch(
        /30820|7400/,
      );
    },
  );

  it.each([
    ['day', [['2026-11-22', handedOut]]],
    ['model', [['gpt-5.5', handedOut]]],
    ['version', [['0.169.0', handedOut]]],
    ['policy', [['never, workspace-write', handedOut]]],
  ])('by %s are what the model handed out, beside quality', async (by, rows) => {
    const { json, run, addQuality } = await imported('0.169.0');
    await addQuality();
    const { groups } = await json('metric', 'tokens', '--by', by, '--window', window);
    expect(groups).toMatchObject([{ type: 'paired', quality: expect.anything() }]);
    expect(groups[0].tokens.map(({ name, total }: { name: string; total: number }) => [name, total])).toEqual(
      rows,
    );
    const { stdout } = await run('metric', 'tokens', '--by', by, '--window', window);
    expect(stdout).toMatch(/Beside: Defect rate 5\b/);
    expect(stdout).toContain('30,820');
  });

  it('by session are those of each, and by repository those of one with quality', async () => {
    const { json, addQuality } = await imported('0.169.0');
    await addQuality('--repository', 'shop');
    const all = await json('metric', 'tokens', '--by', 'repository', '--window', window);
    expect(all.groups).toMatchObject([
      {
        type: 'paired',
        scope: { repository: 'github.com/acme/shop' },
        tokens: [{ name: 'github.com/acme/shop', total: handedOut }],
      },
    ]);
    await addQuality();
    const { groups } = await json('metric', 'tokens', '--by', 'session', '--window', window);
    const known = ledger.filter(({ total }) => total > 0).map(({ id, total }) => [id, total]);
    expect(
      groups[0].tokens.map(({ name, total }: { name: string; total: number }) => [name, total]).sort(),
    ).toEqual(known.sort());
  });

  it('say what is missing: a compaction whose usage no file states', async () => {
    const { run, addQuality } = await imported('0.139.0');
    await addQuality();
    const { stdout } = await run('metric', 'tokens', '--window', window);
    expect(stdout).toContain('Missing: 1 request that shortened a history; no file states what they used');
  });

  it('are of nothing on days without a session file', async () => {
    const { run, addQuality } = await imported('0.169.0');
    await addQuality();
    const { stdout } = await run('metric', 'tokens', '--window', '2026-11-01..2026-11-22');
    expect(stdout).toContain('2026-11-22');
    const before = await run('metric', 'tokens', '--window', '2026-11-01..2026-11-20');
    expect(before.stdout).not.toContain('30,820');
  });
});
