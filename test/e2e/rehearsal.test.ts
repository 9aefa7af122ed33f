// Rehearses the teams of test/fixtures/rehearsal on real CLIs. COCKPIT_CANDIDATES names them, paths joined by colons;
// without it nothing is run, since each is several hundred megabytes.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cockpitIn } from '../support/cockpit.ts';
import { liveProcesses } from '../support/process-table.ts';
import { rehearsedTeam } from '../support/rehearsed-team.ts';
import { realCodex } from '../support/world.ts';

const candidates = (process.env.COCKPIT_CANDIDATES ?? '').split(':').filter((path) => path !== '');

/** What is read of a rehearsal as JSON. */
type Area = {
  area: string;
  differences: readonly {
    id: string;
    weight: string;
    witness: { script: { pin: string; candidate: string }; confirmed: boolean } | null;
  }[];
};

/** Every file below a folder, with the digest of its bytes. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((found) =>
    found.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

/** Exit code of a script as a person pastes it: it says it in its last line. */
async function pasted(script: string): Promise<number> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script], { cwd: '/', timeout: 60_000 });
  return Number(/exit (\d+)\s*$/.exec(stdout)?.[1]);
}

describe.skipIf(candidates.length === 0).each(candidates.length === 0 ? ['none'] : candidates)(
  'a rehearsal of 0.139.0 → %s',
  (candidate) => {
    it('finds what breaks the team, names the lines, shows each blocker on both, and leaves nothing', async () => {
      const team = rehearsedTeam('team');
      const before = { ...digests(team.teamHome), ...digests(team.cwd) };
      const { code, stdout } = await cockpitIn(team).run(
        ...['upgrade', 'rehearse', '--from', realCodex, '--to', candidate, '--json'],
        ...['--folder', 'services/api', '--folder', 'tools'],
      );
      const { verdict, areas }: { verdict: string; areas: readonly Area[] } = JSON.parse(stdout);
      expect([code, verdict]).toEqual([1, 'blocked']);
      const blockers = areas.flatMap(({ area, differences }) =>
        differences.filter(({ weight }) => weight === 'blocker').map((one) => ({ area, ...one })),
      );
      expect(blockers.filter(({ witness }) => !witness?.confirmed).map(({ id }) => id)).toEqual([]);
      for (const { id, witness } of blockers) {
        // The cockpit need not be on the path of this machine.
        if (!witness || witness.script.pin.includes('codex-cockpit')) continue;
        expect([id, await pasted(witness.script.pin)]).toEqual([id, 0]);
        expect([id, await pasted(witness.script.candidate)]).not.toEqual([id, 0]);
      }
      expect({ ...digests(team.teamHome), ...digests(team.cwd) }).toEqual(before);
      expect(liveProcesses().filter(({ command }) => command.includes(team.root))).toEqual([]);
    }, 600_000);

    it('has no blocker for a team that uses nothing of what breaks', async () => {
      const { run } = cockpitIn(rehearsedTeam('quiet'));
      const { code, stdout } = await run('upgrade', 'rehearse', '--from', realCodex, '--to', candidate);
      expect(stdout).toContain('0 blockers');
      expect(code).toBe(0);
    }, 600_000);
  },
);
