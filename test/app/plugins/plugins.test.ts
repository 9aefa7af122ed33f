import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  acknowledgeSource,
  demoteSource,
  promoteSource,
  readSources,
} from '../../../src/app/plugins/decide-source.ts';
import { readInventory } from '../../../src/app/plugins/read-inventory.ts';
import { reviewUpgrade } from '../../../src/app/plugins/review-upgrade.ts';
import { loadSnapshot, takeSnapshot } from '../../../src/app/plugins/snapshots.ts';
import { readSourceRecord } from '../../../src/app/plugins/source-record.ts';
import { judgeBlockedSources } from '../../../src/domain/checks/judge/plugin-sources.ts';
import { diffInventories } from '../../../src/domain/plugins/sources/diff-inventories.ts';
import { requirementsFragment } from '../../../src/domain/plugins/sources/requirements-fragment.ts';
import { asNobody } from '../../support/as-nobody.ts';
import { hooks, marketplaceFiles, worldWithPlugins, writeFiles } from '../../support/marketplace.ts';
import { rolloutWithPlugins } from '../../support/rollout-with-plugins.ts';
import { realCodex } from '../../support/world.ts';

const request = { codex: realCodex, signal: new AbortController().signal };

const found = (inventory: Awaited<ReturnType<typeof readInventory>>) =>
  inventory.findings.map(({ kind, subject }) => `${kind} ${subject}`);

describe('the inventory of a real CODEX_HOME', () => {
  it('tells of each plugin what it brings, with the digest of its bytes', async () => {
    const { world } = worldWithPlugins();
    const inventory = await readInventory(world, request);
    expect(inventory.cliVersion).toBe('0.139.0');
    expect(inventory.marketplaces).toMatchObject([
      { name: 'local', sourceType: 'local', broken: null },
      {
        name: 'remote',
        sourceType: 'git',
        source: 'https://git.example.invalid/remote.git',
        ref: 'main',
        revision: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ]);
    expect(inventory.plugins).toMatchObject(
      ['alpha@local', 'alpha@remote'].map((id) => ({
        id,
        version: '1.0.0',
        installed: true,
        enabled: true,
        listed: true,
        cached: {
          treeSha256: expect.stringMatching(/^2:[0-9a-f]{64}$/),
          contents: {
            skills: ['hello'],
            mcpServers: [{ name: 'files', command: '/bin/cat -u' }],
            hooks: [{ event: 'SessionStart', command: 'echo begun' }],
          },
        },
      })),
    );
    expect(inventory.findings).toEqual([]);
  });

  it('finds a plugin that still loads after its marketplace was removed', async () => {
    const { world, plugin } = worldWithPlugins();
    plugin('marketplace', 'remove', 'remote');
    const inventory = await readInventory(world, request);
    expect(found(inventory)).toEqual(['orphan alpha@remote']);
    expect(inventory.plugins.find(({ id }) => id === 'alpha@remote')).toMatchObject({
      listed: false,
      enabled: true,
      cached: { contents: { hooks: [{ command: 'echo begun' }] } },
    });
  });

  it('finds a plugin that its marketplace offers no more and that still loads', async () => {
    const { world, publish, plugin } = worldWithPlugins();
    publish({ '.agents/plugins/marketplace.json': { name: 'remote', plugins: [] } });
    plugin('marketplace', 'upgrade', 'remote');
    expect((await readInventory(world, request)).findings).toEqual([
      {
        kind: 'not-listed',
        subject: 'alpha@remote',
        text: 'its marketplace no longer offers it, so codex plugin list does not show it; it still loads into sessions',
      },
    ]);
  });

  it('finds a plugin whose local marketplace gave itself another name', async () => {
    const { world, local } = worldWithPlugins();
    writeFiles(local, {
      '.agents/plugins/marketplace.json': {
        name: 'renamed',
        plugins: [{ name: 'alpha', source: './plugins/alpha' }],
      },
    });
    expect((await readInventory(world, request)).findings).toEqual([
      {
        kind: 'not-listed',
        subject: 'alpha@local',
        text: 'the manifest of local calls itself "renamed" now, so codex plugin list does not show it; it still loads into sessions',
      },
    ]);
  });

  it('knows the marketplace that the CLI brings', async () => {
    const { world, plugin } = worldWithPlugins();
    const sha = 'c0ffee'.padEnd(40, '0');
    const tmp = join(world.teamHome, '.tmp');
    writeFiles(join(tmp, 'plugins'), marketplaceFiles('openai-curated'));
    writeFileSync(join(tmp, 'plugins.sha'), `${sha}\n`);
    plugin('add', 'alpha@openai-curated');
    const inventory = await readInventory(world, request);
    expect(inventory.findings).toEqual([]);
    expect(inventory.marketplaces.at(-1)).toMatchObject({
      name: 'openai-curated',
      sourceType: 'curated',
      revision: sha,
      broken: null,
    });
    expect(inventory.plugins.find(({ id }) => id === 'alpha@openai-curated')).toMatchObject({
      version: 'c0ffee00',
      listed: true,
      cached: { contents: { skills: ['hello'] } },
    });
  });

  it('finds what is enabled and not there, and inventories the rest beside one broken marketplace', async () => {
    const { world, local } = worldWithPlugins();
    rmSync(join(world.teamHome, 'plugins', 'cache', 'remote'), { recursive: true });
    writeFileSync(join(local, '.agents', 'plugins', 'marketplace.json'), '{"name":"local","plugins":[');
    const inventory = await readInventory(world, request);
    expect(found(inventory)).toEqual([
      'list-failed codex plugin list',
      'broken-marketplace local',
      'enabled-not-cached alpha@remote',
    ]);
    expect(inventory.plugins.find(({ id }) => id === 'alpha@local')?.cached?.contents.skills).toEqual([
      'hello',
    ]);
  });

  it('finds duplicate and silently skipped entries', async () => {
    const { world, local } = worldWithPlugins();
    const entry = { name: 'alpha', source: './plugins/alpha' };
    const plugins = [entry, entry, { name: 'esc', source: '../../etc' }, { name: 'b d', source: './x' }];
    writeFiles(local, { '.agents/plugins/marketplace.json': { name: 'local', plugins } });
    expect(found(await readInventory(world, request))).toEqual([
      'duplicate-entry alpha@local',
      'skipped-entry esc@local',
      'skipped-entry b d@local',
    ]);
  });

  it('follows no link and prints no hostile name raw', async () => {
    const { world } = worldWithPlugins();
    const cached = join(world.teamHome, 'plugins', 'cache', 'local', 'alpha', '1.0.0');
    symlinkSync('.', join(cached, 'loop'));
    symlinkSync('/etc', join(cached, 'out'));
    rmSync(join(cached, '.mcp.json'));
    symlinkSync('/etc/hostname', join(cached, '.mcp.json'));
    writeFiles(cached, {
      '.codex-plugin/plugin.json': {
        name: 'alpha',
        version: '1.0.0',
        skills: '../../..',
        apps: './.app.json',
      },
      'hooks/hooks.json': hooks(`echo \u001b[2J${'x'.repeat(1_000_000)}`),
      '.app.json': { apps: { ['\u001b]0;evil\u0007'.repeat(100_000)]: {} } },
    });
    const inventory = await readInventory(world, request);
    const alpha = inventory.plugins.find(({ id }) => id === 'alpha@local');
    const text = JSON.stringify(inventory.findings) + JSON.stringify(alpha?.cached?.contents);
    expect(text).not.toContain('\\u001b');
    expect(text.length).toBeLessThan(6000);
    expect(alpha?.cached?.contents).toMatchObject({ skills: ['hello'], mcpServers: [] });
    expect(inventory.findings.map(({ kind, text: why }) => `${kind} ${why}`)).toEqual([
      expect.stringMatching(/^hostile .*skills "..\/..\/.." is ignored/),
      'hostile .mcp.json: a link leads out of the folder',
      'hostile 3 symbolic links, which were not followed',
      'not-loaded .app.json is not a file of apps that the CLI takes',
      'unproven what the CLI loads was not asked: out: it is a link that leads out of the plugin',
    ]);
    expect(alpha?.cached?.entries.filter(({ type }) => type === 'link')).toEqual([
      { type: 'link', path: '.mcp.json', target: '/etc/hostname' },
      { type: 'link', path: 'loop', target: '.' },
      { type: 'link', path: 'out', target: '/etc' },
    ]);
  });

  it('reports files that it may not read', async () => {
    const { world } = worldWithPlugins();
    chmodSync(join(world.teamHome, 'plugins/cache/local/alpha/1.0.0/.mcp.json'), 0);
    // The CLI would be root again behind a shell.
    const withoutCli = { ...request, codex: '/usr/bin/false' };
    const { findings } = await asNobody([world.root], () => readInventory(world, withoutCli));
    expect(findings.map(({ text }) => text)).toContain('cannot be read: .mcp.json (permission denied)');
  });

  it('tells how far it is', async () => {
    const { world } = worldWithPlugins();
    const seen: string[] = [];
    await readInventory(world, {
      ...request,
      onProgress: ({ done, planned }) => seen.push(`${done}/${planned}`),
    });
    expect(seen.at(-1)).toBe('2/2');
  });
});

describe('a snapshot', () => {
  it('comes back from the history as it was taken, and is compared with what is there now', async () => {
    const { world, store, publish, plugin } = await rolloutWithPlugins();
    const taken = await takeSnapshot(world, store, request);
    const loaded = await loadSnapshot(store, 'last');
    expect(loaded).toEqual(taken);
    expect(diffInventories(loaded.inventory, await readInventory(world, request))).toEqual({
      changes: [],
      files: [],
    });
    publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo begun', 'curl evil') });
    plugin('marketplace', 'upgrade', 'remote');
    const diff = diffInventories(loaded.inventory, await readInventory(world, request));
    expect(diff.changes.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'revision-moved remote',
      'bytes-changed alpha@remote',
      'hook-added alpha@remote',
      // What was there names no file, so it is covered by the whole plugin.
      'hook-added alpha@remote',
      'hook-removed alpha@remote',
      'mcp-added alpha@remote',
      'mcp-removed alpha@remote',
    ]);
    expect(diff.files).toEqual([{ plugin: 'alpha@remote', path: 'hooks/hooks.json', change: 'changed' }]);
  });

  it('that is not there is named, with those that are', async () => {
    const { world, store } = await rolloutWithPlugins();
    await expect(loadSnapshot(store, 'last')).rejects.toThrow('there is no snapshot "last"');
    const { seq } = await takeSnapshot(world, store, request);
    await expect(loadSnapshot(store, '1')).rejects.toMatchObject({
      next: expect.stringContaining(`newest one is ${seq}`),
    });
  });
});

describe('a source', () => {
  const step = { source: 'remote', reason: 'two weeks of use', ...request };

  it('becomes a team standard only when everything is there, and drifts when its bytes change', async () => {
    const { world, sue, store, publish, plugin } = await rolloutWithPlugins();
    expect(await promoteSource(world, store, step)).toMatchObject({ state: 'experiment' });
    await expect(promoteSource(world, store, step)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('its install and upgrade log is not reviewed'),
    });
    await reviewUpgrade(world, store, { ...request, marketplace: 'remote' });
    await expect(promoteSource(world, store, step)).rejects.toThrow(
      'the hook SessionStart of alpha@remote is not acknowledged by the security owner: echo begun',
    );
    await expect(acknowledgeSource(world, store, { ...request, source: 'remote' })).rejects.toThrow(
      'that needs the role security owner',
    );
    expect(await acknowledgeSource(sue, store, { ...request, source: 'remote' })).toHaveLength(2);
    expect(await promoteSource(world, store, step)).toMatchObject({
      state: 'team standard',
      warnings: ['remote follows "main", which may be a branch; pin a revision'],
    });
    const status = async () => {
      const inventory = await readInventory(world, request);
      return (await readSources(world, store, inventory)).find(({ source }) => source === 'remote');
    };
    expect(await status()).toMatchObject({ state: 'team standard', drifted: [], blockers: [] });
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    plugin('marketplace', 'upgrade', 'remote');
    expect(await status()).toMatchObject({ state: 'team standard', drifted: ['alpha@remote'] });
  });

  it('that is another repository under the name of a team standard is unknown, and says why', async () => {
    const { world, store, repository, plugin, promote } = await rolloutWithPlugins();
    await promote('remote');
    repository('evil', marketplaceFiles('remote'));
    plugin('marketplace', 'remove', 'remote');
    plugin('marketplace', 'add', 'https://git.example.invalid/evil.git', '--ref', 'main');
    const inventory = await readInventory(world, request);
    const found = (await readSources(world, store, inventory)).find(({ source }) => source === 'remote');
    expect(found).toMatchObject({
      state: 'unknown',
      why: expect.stringMatching(
        /^it was a team standard \(entry \d+\) as git \S+remote at main, and that name is now git \S+evil at main$/,
      ),
      blockers: expect.arrayContaining([expect.stringContaining('review what is configured now')]),
    });
    expect(await promoteSource(world, store, step)).toMatchObject({
      state: 'experiment',
      warnings: expect.arrayContaining([expect.stringContaining('that name is now git')]),
    });
  });

  it('is not blocked by a slip of the pen', async () => {
    const { sue, store } = await rolloutWithPlugins();
    await expect(demoteSource(sue, store, { ...step, source: 'remot', to: 'blocked' })).rejects.toThrow(
      'there is no marketplace "remot"; did you mean "remote"?',
    );
  });

  it('is reviewed by somebody with a role, or not at all', async () => {
    const { world, store } = await rolloutWithPlugins();
    const eve = { ...world, as: 'eve@example.com' };
    await expect(reviewUpgrade(eve, store, { ...request, marketplace: 'remote' })).rejects.toThrow(
      'that needs the role platform engineer',
    );
  });

  it('that is blocked is blocked through a link in config.toml too, under any name', async () => {
    const { world, sue, store } = await rolloutWithPlugins();
    const step = { source: 'local', reason: 'left the company', to: 'blocked', ...request } as const;
    await demoteSource(sue, store, step);
    const file = join(world.teamHome, 'config.toml');
    const config = readFileSync(file, 'utf8');
    const [, folder = ''] = /\[marketplaces\.local\][^[]*?\nsource = "([^"]+)"/.exec(config) ?? [];
    const link = join(world.root, 'link');
    symlinkSync(folder, link);
    writeFileSync(
      file,
      config.replace('[marketplaces.local]', '[marketplaces.renamed]').replace(folder, link),
    );
    const sources = await readSources(world, store, await readInventory(world, request));
    expect(sources.find(({ source }) => source === 'renamed')).toMatchObject({
      state: 'blocked',
      identity: `local ${link} (which is ${folder})`,
    });
  });

  it('that is blocked fails a check where another marketplace takes a plugin from its repository', async () => {
    const { world, sue, store, local } = await rolloutWithPlugins();
    await demoteSource(sue, store, { source: 'remote', reason: 'not ours', to: 'blocked', ...request });
    const url = 'ssh://git@git.example.invalid/Remote';
    const source = { source: 'git-subdir', url, path: 'plugins/alpha', ref: 'main' };
    writeFiles(local, {
      '.agents/plugins/marketplace.json': { name: 'local', plugins: [{ name: 'alpha', source }] },
    });
    const inventory = await readInventory(world, request);
    const { verdict, actual } = judgeBlockedSources(inventory, await readSourceRecord(store));
    expect(verdict).toBe('fail');
    expect(actual).toContain(
      'git ssh://git@git.example.invalid/Remote at main only plugins/alpha, blocked as "remote"',
    );
    expect(actual).toContain('alpha@local loads');
  });

  it('that is blocked is not promoted before somebody takes that back', async () => {
    const { world, sue, store } = await rolloutWithPlugins();
    await demoteSource(sue, store, { ...step, to: 'blocked' });
    await expect(promoteSource(world, store, step)).rejects.toThrow('remote is blocked');
    await demoteSource(sue, store, { ...step, to: 'unknown' });
    expect(await promoteSource(world, store, step)).toMatchObject({ state: 'experiment' });
  });

  it('with a manifest that the CLI would refuse is not promoted', async () => {
    const { world, sue, store, local } = await rolloutWithPlugins();
    const files = marketplaceFiles('local');
    writeFiles(local, {
      ...files,
      'plugins/alpha/.codex-plugin/plugin.json': { name: 'other', version: '1.0.0' },
    });
    const local1 = { ...step, source: 'local' };
    await promoteSource(world, store, local1);
    await reviewUpgrade(world, store, { ...request, marketplace: 'local' });
    await acknowledgeSource(sue, store, { ...request, source: 'local' });
    await expect(promoteSource(world, store, local1)).rejects.toThrow(
      '"other" is called "alpha" in the marketplace',
    );
  });

  it('that is promoted goes into a fragment of requirements', async () => {
    const { world } = await rolloutWithPlugins();
    const fragment = requirementsFragment(await readInventory(world, request), {
      promoted: ['remote'],
      leftOut: [],
      version: '0.139.0',
    });
    expect(fragment).toContain(
      '[plugins."alpha@remote".mcp_servers."files"]\nidentity = { command = "/bin/cat" }',
    );
    expect(fragment).toContain('[marketplaces.allowed_sources."remote"]');
    expect(fragment).not.toContain('local"');
  });
});

it('leaves a cache that somebody made a maze of in bounded time', async () => {
  const { world } = worldWithPlugins();
  const cached = join(world.teamHome, 'plugins', 'cache', 'local', 'alpha', '1.0.0', 'deep');
  mkdirSync(join(cached, ...Array.from({ length: 60 }, (_, n) => `d${n}`)), { recursive: true });
  const inventory = await readInventory(world, request);
  expect(inventory.plugins).toHaveLength(2);
});
