import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rehearsedTeam } from '../../support/rehearsed-team.ts';
import { realCodex } from '../../support/world.ts';

describe('the teams that upgrades are rehearsed on', () => {
  it.each([
    ['team', '.'],
    ['team', 'services/api'],
    ['team', 'tools'],
    ['quiet', '.'],
  ] as const)('%s: 0.139.0 accepts everything of it in %s', (name, folder) => {
    const { environment, teamHome, cwd } = rehearsedTeam(name);
    const trust = `projects={${JSON.stringify(cwd)}={trust_level="trusted"}}`;
    const { status, stderr } = spawnSync(
      realCodex,
      ['app-server', '--strict-config', '--disable', 'plugins', '-c', trust],
      {
        cwd: join(cwd, folder),
        env: { ...environment, CODEX_HOME: teamHome, RUST_LOG: 'off' },
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: 30_000,
      },
    );
    expect([status, stderr.split('\n').filter((line) => !line.startsWith('WARNING: '))]).toEqual([0, ['']]);
  });
});
