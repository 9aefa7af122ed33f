import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { customProfiles } from '../support/sandbox-profiles.ts';
import { medians, type Ratio, run } from './measure.ts';

const names = [':read-only', ':workspace', 'dev', 'ro', 'netdev', 'narrow'];

/** What the matrix of six profiles costs beside six bare calls of the sandbox; none where it does not start. */
export async function sandboxMatrix(env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  // Not below the temp dir, which profiles may write.
  const home = mkdtempSync('/var/tmp/cockpit-bench-');
  try {
    const config = `${customProfiles}\n[permissions.narrow]\nextends = ":workspace"\n[permissions.narrow.filesystem]\n":slash_tmp" = "read"\n`;
    writeFileSync(join(home, 'config.toml'), config);
    const place = { ...env, CODEX_HOME: home };
    const bare = (name: string) => run(['codex', 'sandbox', '-P', name, '--', 'true'], place);
    const matrix = ['sandbox', 'validate', ...names, '--outbound', 'none', '--quiet'];
    const times = await medians(5, {
      bare: () => names.forEach(bare),
      matrix: () => run([process.execPath, resolve('dist/main.js'), ...matrix], place),
    });
    return [
      {
        what: 'probe matrix of 6 profiles',
        ratio: times.matrix / times.bare,
        yardstick: '6 bare calls of codex sandbox, one after the other',
        goal: '≤ 2',
      },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
