import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asker } from '../../../src/codex/plugins/isolated-codex.ts';
import { takeInventory } from '../../../src/codex/plugins/take-inventory.ts';
import type { Inventory } from '../../../src/domain/plugins/inventory/inventory.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { hooks, writeFiles } from '../../support/marketplace.ts';
import { outcome } from '../../support/outcome.ts';
import { brokenForms, installPlugins, type MadePlugin, pluginForms } from '../../support/plugin-forms.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const minutes = 60_000;

describe('what the CLI loads of 300 plugins of every form', () => {
  it(
    'is what we say, plugin by plugin',
    async () => {
      const world = testWorld();
      await installPlugins(world, realCodex, pluginForms(300));
      // The CLI installs none of these; they stand for what somebody put into the cache.
      putIntoCache(world.teamHome, brokenForms());
      const inventory = await inventoryOf(world);
      expect(inventory.plugins).toHaveLength(300 + brokenForms().length);
      expect(findings(inventory, 'loads-differ')).toEqual([]);
      expect(findings(inventory, 'unproven')).toEqual([]);
      expect(findings(inventory, 'apps-unproven')).toEqual([]);

      // A path without "./", a list of one, and one that leads out of the plugin are decoys: the default file runs.
      for (const n of [3, 9, 46]) expect(commands(inventory, `plugin-${n}`)).toEqual(['echo evil']);
      expect(commands(inventory, 'plugin-4')).toEqual(['echo benign']);

      const skills = (name: string) => contentsOf(inventory, name)?.skills;
      expect(skills('plugin-2')).toEqual(['group/two/three', 'one']);
      expect(skills('plugin-20')).toEqual(['more/two', 'one']);
      expect(skills('plugin-12')).toEqual(['lines', 'noname', 'number']);
      expect(findings(inventory, 'not-loaded').find((text) => text.includes('skills/long/'))).toContain(
        'its name is longer than 64 characters',
      );
    },
    5 * minutes,
  );
});

describe('a plugin that is only asked about', () => {
  it('runs nothing, and its servers are neither started nor called', async () => {
    const world = testWorld();
    let calls = 0;
    const server = createServer((_, response) => {
      calls++;
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once('listening', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const mark = join(world.root, 'something-ran');
    const plugin = {
      name: 'alpha',
      files: {
        '.codex-plugin/plugin.json': { name: 'alpha', version: '1.0.0' },
        'hooks/hooks.json': hooks(`touch ${mark}`),
        '.mcp.json': { mcpServers: { local: { command: '/usr/bin/touch', args: [mark] }, web: { url } } },
        'skills/hello/SKILL.md': '---\nname: hello\ndescription: says hello\n---\n',
      },
    };
    putIntoCache(world.teamHome, [plugin]);
    const inventory = await inventoryOf(world);
    expect(contentsOf(inventory, 'alpha')?.mcpServers.map(({ name }) => name)).toEqual(['local', 'web']);
    expect(findings(inventory, 'loads-differ')).toEqual([]);
    expect(findings(inventory, 'unproven')).toEqual([]);
    expect({ calls, ran: existsSync(mark) }).toEqual({ calls: 0, ran: false });
  });

  it('is a difference where the CLI reads a form that we do not', async () => {
    const world = testWorld();
    const group = [null, [{ type: 'command', command: 'echo hidden' }]];
    putIntoCache(world.teamHome, [
      {
        name: 'alpha',
        files: {
          '.codex-plugin/plugin.json': { name: 'alpha' },
          'hooks/hooks.json': { hooks: { Stop: [group] } },
        },
      },
    ]);
    expect(findings(await inventoryOf(world), 'loads-differ')).toEqual([
      'the CLI loads the hook Stop: echo hidden; its files do not say so as we read them',
    ]);
  });

  it('is unproven where the CLI cannot be asked, and never said to run nothing', async () => {
    const world = testWorld();
    putIntoCache(world.teamHome, pluginForms(2));
    const codex = fakeCodex({ when: ['app-server'], exit: 1, stderr: 'no app-server here' });
    const [first, second] = findings(await inventoryOf(world, codex), 'unproven');
    expect(first).toContain('could not be asked what it loads: no app-server here');
    expect(second).toBe(first);
  });
});

function putIntoCache(home: string, plugins: readonly MadePlugin[]): void {
  for (const { name, files } of plugins)
    writeFiles(join(home, 'plugins', 'cache', 'forms', name, '1.0.0'), files);
}

async function inventoryOf(
  { environment, teamHome }: ReturnType<typeof testWorld>,
  codex = realCodex,
): Promise<Inventory> {
  const { signal } = new AbortController();
  return takeInventory({
    codexHome: teamHome,
    home: undefined,
    cliVersion: Promise.resolve('0.139.0'),
    list: () => Promise.resolve(outcome({ stdout: '{"installed":[],"available":[]}' })),
    ask: asker(codex, { codexHome: teamHome, environment, signal }),
  });
}

const findings = (inventory: Inventory, kind: string) =>
  inventory.findings.filter((one) => one.kind === kind).map(({ text }) => text);

const contentsOf = (inventory: Inventory, name: string) =>
  inventory.plugins.find((one) => one.name === name)?.cached?.contents;

const commands = (inventory: Inventory, name: string) =>
  contentsOf(inventory, name)?.hooks.map(({ command }) => command);
