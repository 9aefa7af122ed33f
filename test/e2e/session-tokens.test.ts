// Real sessions of each kind, and a model that knows what it handed out. Counters of other programs are up to 150 times
// wrong here: forks and agents begin with a copy of the history of their parent.
import { describe, expect, it } from 'vitest';
import { cockpit } from '../support/cockpit.ts';
import { writeRealSessions } from '../support/sessions/real-sessions.ts';
import { readHome, totalsOf } from '../support/sessions/recorded-homes.ts';
import { realCodex } from '../support/world.ts';
import { installVersion } from '../versions/install-version.ts';

describe.each<[string, () => [codex: string, resumeWith: string]]>([
  ['0.139.0', () => [realCodex, realCodex]],
  ['0.169.0', () => [installVersion('0.169.0'), installVersion('0.169.0')]],
  ['0.139.0 that 0.169.0 goes on with', () => [realCodex, installVersion('0.169.0')]],
])('the tokens of sessions of %s', (version, clis) => {
  it('are what the model handed out, of each session and in all', async () => {
    const { root, run } = cockpit();
    const [codex, resumeWith] = clis();
    const { home, ledger, ids } = await writeRealSessions(codex, root, { resumeWith });
    const files = await readHome(home);
    const { unknown, unread, unreadable_lines, ...came } = JSON.parse(
      (await run('init', '--name', 'Acme').then(() => run('metric', 'import', 'sessions', home, '--json')))
        .stdout,
    );
    // The one line that was cut.
    expect([unknown, unread, unreadable_lines, came.read]).toEqual([{}, [], 1, Object.keys(ids).length]);
    // Up to 0.150.0 the usage of a compaction by the service is written nowhere.
    const isUnstated = ({ kind, thread }: (typeof ledger)[number]) =>
      version !== '0.169.0' && kind === 'compaction' && thread === ids.compactedByService;
    const stated = ledger.filter((one) => !isUnstated(one));
    for (const [kind, id] of Object.entries(ids)) {
      const mine = files.filter(({ session }) => session === id);
      expect([kind, totalsOf(mine)]).toEqual([kind, sumOf(stated.filter(({ thread }) => thread === id))]);
    }
    expect(totalsOf(files)).toEqual(sumOf(stated));
    const unmetered = files.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.unmetered, 0);
    expect(unmetered).toBe(ledger.length - stated.length);
  });
});

function sumOf(ledger: Awaited<ReturnType<typeof writeRealSessions>>['ledger']) {
  const sum = (name: 'input' | 'cached' | 'output' | 'reasoning' | 'total') =>
    ledger.reduce((total, one) => total + one[name], 0);
  return {
    requests: ledger.length,
    ...{ input: sum('input'), cached: sum('cached'), output: sum('output'), reasoning: sum('reasoning') },
    total: sum('total'),
  };
}
