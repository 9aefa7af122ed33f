import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { realCodex } from './world.ts';

/** Whether the sandbox of the CLI starts on this machine: it needs user namespaces. */
export const canSandbox = (() => {
  if (process.platform !== 'linux') return false;
  const home = mkdtempSync('/var/tmp/cockpit-test-');
  try {
    execFileSync(realCodex, ['sandbox', '-P', ':read-only', '--', 'true'], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH, CODEX_HOME: home },
    });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
})();
