import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { promoteSource, readSources } from '../../../src/app/plugins/decide-source.ts';
import { readInventory } from '../../../src/app/plugins/read-inventory.ts';
import { reviewUpgrade } from '../../../src/app/plugins/review-upgrade.ts';
import { readSourceRecord } from '../../../src/app/plugins/source-record.ts';
import { upgradeMarketplace } from '../../../src/app/plugins/upgrade-marketplace.ts';
import { readEvent } from '../../../src/domain/history/entry/event.ts';
import { treesOf } from '../../../src/domain/plugins/inventory/one-marketplace.ts';
import { bin } from '../../support/cockpit.ts';
import { hooks } from '../../support/marketplace.ts';
import { snapshot as snapshotOf } from '../../support/process-snapshot.ts';
import { rolloutWithPlugins } from '../../support/rollout-with-plugins.ts';
import { realCodex } from '../../support/world.ts';

const request = { codex: realCodex, signal: new AbortController().signal, marketplace: 'remote' };

type Place = Awaited<ReturnType<typeof rolloutWithPlugins>>;

/** A `codex` that runs shell commands first when it is to upgrade a marketplace of the real home. */
function codexThat({ world }: Place, commands: string): string {
  const path = join(world.root, 'codex-that');
  const inRealHome = `[ "$CODEX_HOME" = '${world.teamHome}' ] && [ "$3" = upgrade ]`;
  writeFileSync(path, `#!/bin/sh\nif ${inRealHome}; then\n${commands}\nfi\nexec '${realCodex}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The bodies of the entries about real upgrades, the oldest first. */
async function recorded({ store }: Place) {
  const entries = [
    ...(await store.entriesOfKind('plugins.upgrade-started')),
    ...(await store.entriesOfKind('plugins.upgraded')),
  ];
  return entries.map((entry) => ({ kind: entry.kind, seq: entry.seq, body: readEvent(entry).body }));
}

describe('the review of an upgrade', () => {
  it('of a source of which nothing is promoted lists all that it brings, and moves nothing', async () => {
    const { world, store, publish } = await rolloutWithPlugins();
    publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo begun', 'curl evil') });
    const before = snapshotOf(world.teamHome);
    const review = await reviewUpgrade(world, store, request);
    expect(snapshotOf(world.teamHome)).toEqual(before);
    expect(review).toMatchObject({
      outcome: 'changed',
      comparedWith: null,
      summary: 'nothing of it is promoted yet',
    });
    expect(review.beforeRevision).not.toBe(review.afterRevision);
    expect(review.diff.changes.map(({ kind }) => kind)).toEqual([
      'marketplace-added',
      'plugin-added',
      'hook-added',
      'hook-added',
      'mcp-added',
      'skill-added',
    ]);
  });

  it.each(['remote', 'local'])(
    'of the %s marketplace asks the CLI once what it loads',
    async (marketplace) => {
      const { world, store } = await rolloutWithPlugins();
      const log = join(world.root, 'asked');
      const codex = join(world.root, 'codex-that-notes');
      writeFileSync(codex, `#!/bin/sh\necho "$1" >> '${log}'\nexec '${realCodex}' "$@"\n`, { mode: 0o755 });
      await reviewUpgrade(world, store, { ...request, codex, marketplace });
      expect(
        readFileSync(log, 'utf8')
          .split('\n')
          .filter((word) => word === 'app-server'),
      ).toHaveLength(1);
    },
  );

  it('shows what changed since the promotion, also when it is installed already', async () => {
    const { world, store, publish, plugin, promote } = await rolloutWithPlugins();
    const { seq } = await promote('remote');
    expect(await reviewUpgrade(world, store, request)).toMatchObject({
      outcome: 'unchanged',
      summary: `nothing changed since the promotion (entry ${seq})`,
    });
    publish({
      'plugins/alpha/hooks/hooks.json': hooks('echo begun', 'curl evil'),
      'plugins/alpha/skills/more/SKILL.md': '---\nname: more\ndescription: more\n---\nMore.\n',
    });
    // A session upgrades by itself; nobody reviewed it.
    plugin('marketplace', 'upgrade', 'remote');
    const review = await reviewUpgrade(world, store, request);
    expect(review).toMatchObject({
      outcome: 'changed',
      comparedWith: seq,
      summary: `8 changes, 2 files since the promotion (entry ${seq}); what is installed is already so`,
    });
    expect(review.diff.changes.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      expect.stringMatching(/^revision-moved: from [0-9a-f]{12} to [0-9a-f]{12}$/),
      'bytes-changed: the version is still 1.0.0, the bytes are others',
      // What was there names no file, so it is covered by the whole plugin.
      expect.stringMatching(/^hook-added: SessionStart runs echo begun \(definition [0-9a-f]{12}\)$/),
      expect.stringMatching(/^hook-added: SessionStart runs curl evil \(definition [0-9a-f]{12}\)$/),
      expect.stringMatching(/^hook-removed: SessionStart runs echo begun \(definition [0-9a-f]{12}\)$/),
      expect.stringMatching(/^mcp-added: /),
      expect.stringMatching(/^mcp-removed: /),
      'skill-added: more',
    ]);
    expect(review.diff.files).toEqual([
      { plugin: 'alpha@remote', path: 'hooks/hooks.json', change: 'changed' },
      { plugin: 'alpha@remote', path: 'skills/more/SKILL.md', change: 'added' },
    ]);
    // Neither does the review promote what arrived without one.
    await expect(
      promoteSource(world, store, { ...request, source: 'remote', reason: 'it is there anyway' }),
    ).rejects.toThrow('curl evil');
  });

  it.each(['remote', 'remote/alpha'])(
    'refuses to work where the cache of %s is a link: the CLI would write through it',
    async (path) => {
      const { world, store, publish } = await rolloutWithPlugins();
      const real = join(world.root, 'elsewhere');
      const link = join(world.teamHome, 'plugins', 'cache', path);
      renameSync(link, real);
      symlinkSync(real, link);
      publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo evil') });
      const before = snapshotOf(real);
      await expect(reviewUpgrade(world, store, request)).rejects.toThrow(`${link}: a symbolic link`);
      expect(snapshotOf(real)).toEqual(before);
    },
  );

  it('says when the CLI would load something else than the files show', async () => {
    const { world, store, publish } = await rolloutWithPlugins();
    const group = [null, [{ type: 'command', command: 'echo hidden' }]];
    publish({ 'plugins/alpha/hooks/hooks.json': { hooks: { Stop: [group] } } });
    expect((await reviewUpgrade(world, store, request)).summary).toContain(
      'alpha@remote (loads-differ): the CLI loads the hook Stop: echo hidden',
    );
  });

  it('of a malformed upgrade says why it fails', async () => {
    const { world, store, publish } = await rolloutWithPlugins();
    publish({ '.agents/plugins/marketplace.json': '{"name":' });
    expect(await reviewUpgrade(world, store, request)).toMatchObject({
      outcome: 'failed',
      summary: expect.stringContaining('failed to validate upgraded marketplace root'),
    });
  });

  it('of a repository that is gone says what git says', async () => {
    const { world, store, plugin } = await rolloutWithPlugins();
    plugin('marketplace', 'remove', 'remote');
    const config = join(world.teamHome, 'config.toml');
    writeFileSync(
      config,
      '[marketplaces.remote]\nsource_type = "git"\nsource = "https://ada:s3cret@git.example.invalid/gone.git"\n',
    );
    const { outcome, summary } = await reviewUpgrade(world, store, request);
    expect(outcome).toBe('failed');
    expect(summary).toContain('git cannot clone https://git.example.invalid/gone.git');
    expect(summary).not.toContain('s3cret');
  });

  it('of an unknown marketplace names the nearest one', async () => {
    const { world, store } = await rolloutWithPlugins();
    await expect(reviewUpgrade(world, store, { ...request, marketplace: 'remot' })).rejects.toThrow(
      'there is no marketplace "remot"; did you mean "remote"?',
    );
  });
});

describe('a real upgrade', () => {
  it('is refused while it is not reviewed, and when upstream offers something else by now', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish } = place;
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    const upgrading = () => upgradeMarketplace(world, store, request);
    const before = snapshotOf(world.teamHome);
    await expect(upgrading()).rejects.toThrow('the upgrade of remote is not reviewed');
    const { seq } = await reviewUpgrade(world, store, request);
    publish({ 'plugins/alpha/hooks/hooks.json': hooks('curl evil'), 'plugins/alpha/evil.sh': 'curl evil' });
    await expect(upgrading()).rejects.toThrow(
      [
        `what remote offers now is not what was reviewed (entry ${seq}), and nothing was changed:`,
        '  - alpha@remote is not what was reviewed',
        '  - alpha@remote: added evil.sh',
        '  - alpha@remote: changed hooks/hooks.json',
        '  - remote is at ',
      ].join('\n'),
    );
    expect(snapshotOf(world.teamHome)).toEqual(before);
    expect(await recorded(place)).toEqual([]);
  });

  it('installs what was reviewed, whatever is published in between, and records intention and outcome', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish, remote } = place;
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    const { seq, trees } = await reviewUpgrade(world, store, request);
    const codex = codexThat(
      place,
      `cd '${remote}' && echo evil > plugins/alpha/skills/hello/SKILL.md && git -c user.email=eve@example.com -c user.name=Eve commit -qam evil || exit 9`,
    );
    expect(await upgradeMarketplace(world, store, { ...request, codex })).toMatchObject({
      equal: true,
      differences: [],
    });
    expect(treesOf(await readInventory(world, request), 'remote')).toEqual(trees);
    const [started, upgraded] = await recorded(place);
    expect(started).toMatchObject({ kind: 'plugins.upgrade-started', body: { review: seq } });
    expect(upgraded).toMatchObject({
      kind: 'plugins.upgraded',
      body: { started: started?.seq, outcome: 'as reviewed', summary: null, differences: [] },
    });
  });

  it('takes plugins from repositories of their own from the reviewed bytes too', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, repository, publish, plugin } = place;
    const url = 'https://git.example.invalid/tools.git';
    const tools = repository('tools', {
      '.codex-plugin/plugin.json': { name: 'whole', version: '1.0.0' },
      'sub/part/.codex-plugin/plugin.json': { name: 'part', version: '1.0.0' },
    });
    publish({
      '.agents/plugins/marketplace.json': {
        name: 'remote',
        plugins: [
          { name: 'alpha', source: './plugins/alpha' },
          { name: 'whole', source: { source: 'url', url } },
          { name: 'part', source: { source: 'git-subdir', url, path: 'sub/part', ref: 'main' } },
        ],
      },
    });
    plugin('marketplace', 'upgrade', 'remote');
    plugin('add', 'whole@remote');
    plugin('add', 'part@remote');
    tools({ 'sub/part/new.txt': 'new' });
    publish({ 'README.md': 'read me' });
    const { trees } = await reviewUpgrade(world, store, request);
    const codex = codexThat(
      place,
      `cd '${join(place.remote, '..', 'tools.git')}' && echo evil > sub/part/new.txt && git -c user.email=eve@example.com -c user.name=Eve commit -qam evil || exit 9`,
    );
    expect(await upgradeMarketplace(world, store, { ...request, codex })).toMatchObject({ equal: true });
    const after = await readInventory(world, request);
    expect(treesOf(after, 'remote')).toEqual(trees);
    const part = after.plugins.find(({ id }) => id === 'part@remote')?.cached;
    expect(part?.entries.map(({ path }) => path)).toContain('new.txt');
  });

  it('of a plugin that the CLI cannot install is not begun', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish } = place;
    publish({ 'plugins/alpha/.codex-plugin/plugin.json': '{"name":' });
    const before = snapshotOf(world.teamHome);
    const { outcome } = await reviewUpgrade(world, store, request);
    expect(outcome).toBe('failed');
    await expect(upgradeMarketplace(world, store, request)).rejects.toThrow(
      'the upgrade of remote fails on a copy',
    );
    expect(snapshotOf(world.teamHome)).toEqual(before);
  });

  it('that fails is recorded, with what is there now and the files that are not as reviewed', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish } = place;
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    await reviewUpgrade(world, store, request);
    const codex = codexThat(place, `echo half > "$CODEX_HOME/plugins/cache/remote/alpha/1.0.0/half"\nexit 7`);
    await expect(upgradeMarketplace(world, store, { ...request, codex })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('the upgrade of remote failed'),
    });
    const [, upgraded] = await recorded(place);
    expect(upgraded?.body).toMatchObject({
      outcome: 'failed',
      differences: expect.arrayContaining([
        'alpha@remote: added half',
        'alpha@remote: changed skills/hello/SKILL.md',
      ]),
    });
  });

  it('that is at work shows as in progress, and nobody begins a second one', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish } = place;
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    await reviewUpgrade(world, store, request);
    const [begun, goOn] = [join(world.root, 'begun'), join(world.root, 'go-on')];
    const codex = codexThat(place, `touch '${begun}'; until [ -e '${goOn}' ]; do sleep 0.1; done`);
    const running = upgradeMarketplace(world, store, { ...request, codex });
    await vi.waitUntil(() => existsSync(begun), { timeout: 60_000 });
    const status = async () => {
      const sources = await readSources(world, store, await readInventory(world, request));
      return sources.find(({ source }) => source === 'remote');
    };
    expect(await status()).toMatchObject({
      unfinished: null,
      upgrading: expect.stringMatching(/^an upgrade of remote began at .* and is in progress$/),
    });
    await expect(upgradeMarketplace(world, store, request)).rejects.toThrow(
      'another upgrade of remote is in progress',
    );
    writeFileSync(goOn, '');
    expect(await running).toMatchObject({ equal: true });
    expect(await status()).toMatchObject({ unfinished: null, upgrading: null });
  });

  it('that is killed shows as unfinished, until the next one records what is installed and continues', async () => {
    const place = await rolloutWithPlugins();
    const { world, store, publish } = place;
    publish({ 'plugins/alpha/skills/hello/SKILL.md': 'Other.\n' });
    await reviewUpgrade(world, store, request);
    const codex = codexThat(place, 'kill -9 "$PPID"; exit 9');
    const env = { ...world.environment, CODEX_HOME: world.teamHome };
    const args = ['plugin', 'upgrade', 'remote', '--yes', '--codex', codex, '--as', 'ada@example.com'];
    spawnSync(process.execPath, [bin, ...args], { cwd: world.cwd, env });
    const { unfinished } = await readSourceRecord(store);
    expect(unfinished).toMatchObject([{ marketplace: 'remote' }]);
    const sources = await readSources(world, store, await readInventory(world, request));
    expect(sources.find(({ source }) => source === 'remote')?.unfinished).toContain(
      'an upgrade of remote began at',
    );
    expect(await upgradeMarketplace(world, store, request)).toMatchObject({ equal: true });
    expect(
      (await recorded(place)).map(({ kind, body }) => ('outcome' in body ? body.outcome : kind)),
    ).toEqual(['plugins.upgrade-started', 'plugins.upgrade-started', 'interrupted', 'as reviewed']);
    expect((await readSourceRecord(store)).unfinished).toEqual([]);
  });

  it('of a local marketplace has nothing to upgrade', async () => {
    const { world, store } = await rolloutWithPlugins();
    await expect(upgradeMarketplace(world, store, { ...request, marketplace: 'local' })).rejects.toThrow(
      'local is not a git marketplace',
    );
  });
});
