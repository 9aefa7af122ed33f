import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInventory } from '../../../../src/app/plugins/read-inventory.ts';
import { insideManaged, makeManagedStandIn } from '../../../../src/codex/config/managed-folder.ts';
import type { Inventory } from '../../../../src/domain/plugins/inventory/inventory.ts';
import { requirementsFragment } from '../../../../src/domain/plugins/sources/requirements-fragment.ts';
import { lintPolicy } from '../../../../src/domain/policy/lint-policy.ts';
import { pluginOf } from '../../../support/inventory-builders.ts';
import { worldWithPlugins, writeFiles } from '../../../support/marketplace.ts';
import { canMount } from '../../../support/private-etc.ts';
import { realCodex } from '../../../support/world.ts';

const plugin = (marketplace: string, fields = [{ name: 'command', value: '/bin/cat' }]) =>
  pluginOf('alpha', {
    id: `alpha@${marketplace}`,
    marketplace,
    installed: true,
    enabled: true,
    cached: {
      path: 'x',
      treeSha256: 'aa',
      entries: [],
      contents: {
        skills: [],
        hooks: [],
        apps: [],
        mcpServers: [{ name: 'files', command: '/bin/cat -u', fields, sha256: 'bb' }],
      },
    },
  });

const inventory: Inventory = {
  version: 1,
  cliVersion: '0.139.0',
  marketplaces: [
    {
      name: 'remote',
      sourceType: 'git',
      source: 'https://git.example.invalid/remote.git',
      ref: 'main',
      folders: [],
      revision: null,
      root: null,
      broken: null,
    },
  ],
  plugins: [plugin('remote'), plugin('local')],
  findings: [],
};

const fragment = (promoted: readonly string[], version = '0.139.0') =>
  requirementsFragment(inventory, { promoted, leftOut: [], version });

describe('the fragment of requirements', () => {
  it.each([
    ['a team standard', ['remote'], '0.139.0'],
    ['none', [], '0.139.0'],
    ['a team standard, on a later version', ['remote'], '0.169.0'],
  ])('of %s passes our own lint', (_, promoted, version) => {
    const text = fragment(promoted, version);
    expect(lintPolicy({ text, file: 'r.toml' }, { kind: 'requirements', version })).toEqual([]);
  });

  it('restricts sources where the version does, and says where it does not', () => {
    expect(fragment(['remote'])).toContain('# 0.139.0 is not known to restrict sources');
    expect(fragment(['remote'])).toContain('# [marketplaces.allowed_sources."remote"]');
    expect(fragment(['remote'], '0.169.0')).toContain('\n[marketplaces.allowed_sources."remote"]');
  });

  it.each([
    [
      'a command with a space',
      { name: 'command', value: '/opt/my tools/cat' },
      'command = "/opt/my tools/cat"',
    ],
    ['an address', { name: 'url', value: 'https://x.invalid/a?b c' }, 'url = "https://x.invalid/a?b c"'],
  ])('compares %s exactly', (_, field, identity) => {
    const text = requirementsFragment(
      { ...inventory, plugins: [plugin('remote', [field])] },
      { promoted: ['remote'], leftOut: [], version: '0.139.0' },
    );
    expect(text).toContain(`[plugins."alpha@remote".mcp_servers."files"]\nidentity = { ${identity} }\n`);
    expect(lintPolicy({ text, file: 'r.toml' }, { kind: 'requirements', version: '0.139.0' })).toEqual([]);
  });

  it('leaves out a server whose command is not known exactly, and says so', () => {
    const hidden = { name: 'command', value: `/bin/[redacted] (sha256 ${'a'.repeat(32)})` };
    const text = requirementsFragment(
      { ...inventory, plugins: [plugin('remote', [hidden])] },
      { promoted: ['remote'], leftOut: [], version: '0.139.0' },
    );
    expect(text).toContain('# Left out: files of alpha@remote, whose command cannot be shown exactly.');
    expect(text).toContain('[plugins."no-plugin@no-source".mcp_servers."no-server"]');
    expect(text).not.toContain('[plugins."alpha@remote"');
  });

  it('names the sources that are not proved to be team standards any more', () => {
    const leftOut = [{ source: 'remote', why: 'it was\na team standard' }];
    expect(requirementsFragment(inventory, { promoted: [], leftOut, version: '0.139.0' })).toContain(
      '\n# Left out: remote, it was a team standard.\n',
    );
  });
});

/** The servers that the CLI lists under these requirements, and whether each is enabled. */
async function serversOf(
  world: ReturnType<typeof worldWithPlugins>['world'],
  requirements: string,
): Promise<Record<string, boolean>> {
  const standIn = await makeManagedStandIn(world.root, { 'requirements.toml': requirements });
  const [file, ...args] = insideManaged(standIn, [realCodex, 'mcp', 'list', '--json']);
  const env = { ...world.environment, CODEX_HOME: world.teamHome };
  const printed = execFileSync(file, args, { env, encoding: 'utf8', stdio: 'pipe' });
  const found: { name: string; enabled: boolean }[] = JSON.parse(printed);
  return Object.fromEntries(found.map(({ name, enabled }) => [name, enabled]));
}

describe.skipIf(!canMount)('the fragment of requirements, on the real CLI', () => {
  it('allows a server of a team standard whose command has a space in it', async () => {
    const { world, local, plugin: run } = worldWithPlugins();
    writeFiles(local, {
      'plugins/alpha/.mcp.json': { mcpServers: { spaced: { command: '/opt/my tools/cat' } } },
    });
    run('add', 'alpha@local');
    const taken = await readInventory(world, { codex: realCodex, signal: new AbortController().signal });
    const request = { promoted: ['local'], leftOut: [], version: '0.139.0' };
    expect(await serversOf(world, requirementsFragment(taken, request))).toEqual({
      files: false,
      spaced: true,
    });
  });

  it('switches off the servers of plugins when no team standard starts one, and no other server', async () => {
    const { world } = worldWithPlugins();
    const config = join(world.teamHome, 'config.toml');
    writeFileSync(config, '\n[mcp_servers.own]\ncommand = "/bin/cat"\n', { flag: 'a' });
    const servers = (requirements: string) => serversOf(world, requirements);
    expect(await servers('')).toEqual({ files: true, own: true });
    // What an empty list does, and why there is a server in it that nobody has.
    expect(await servers('[plugins."alpha@remote".mcp_servers]\n')).toEqual({ files: true, own: true });
    expect(await servers(fragment([]))).toEqual({ files: false, own: true });
  });
});
