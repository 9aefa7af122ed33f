import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canMount } from './private-etc.ts';
import { hasProcessTable } from './process-table.ts';
import { canSandbox } from './sandbox.ts';
import { realCodex } from './world.ts';

/** Whether a test can see and fail the system calls of a process. */
export const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** What a machine can have for the tests, by the name that `COCKPIT_REQUIRE` gives it. */
const abilities: Readonly<Record<string, () => boolean>> = {
  codex: () =>
    existsSync(realCodex) && execFileSync(realCodex, ['--version'], { encoding: 'utf8' }).includes('codex'),
  sandbox: () => canSandbox,
  mount: () => canMount,
  trace: () => canTrace,
  processes: () => hasProcessTable,
};

/**
 * Refuses a machine on which tests would be skipped although it was expected to run them.
 *
 * @param wanted names joined by commas, as in `COCKPIT_REQUIRE`; undefined or empty expects nothing
 * @throws Error that names what is missing or unknown
 */
export function requireAbilities(wanted: string | undefined): void {
  const names = (wanted ?? '').split(',').filter(Boolean);
  for (const name of names) {
    const isThere = abilities[name];
    if (!isThere)
      throw new Error(
        `COCKPIT_REQUIRE: unknown ability "${name}"; there are ${Object.keys(abilities).join(', ')}`,
      );
    if (!isThere())
      throw new Error(
        `COCKPIT_REQUIRE names "${name}", and this machine does not have it: its tests would be skipped`,
      );
  }
}
