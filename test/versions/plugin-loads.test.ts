import { expect, it } from 'vitest';
import { readInventory } from '../../src/app/plugins/read-inventory.ts';
import { installPlugins, pluginForms } from '../support/plugin-forms.ts';
import { testWorld } from '../support/world.ts';
import { installVersion } from './install-version.ts';

it('the real 0.169.0 loads of plugins of many forms what we say, apps aside', async () => {
  const codex = installVersion('0.169.0');
  const world = testWorld();
  await installPlugins(world, codex, pluginForms(48));
  const inventory = await readInventory(world, { codex, signal: new AbortController().signal });
  const found = (kind: string) =>
    inventory.findings.filter((one) => one.kind === kind).map(({ subject, text }) => `${subject}: ${text}`);
  expect(inventory.cliVersion).toBe('0.169.0');
  expect(inventory.plugins.filter(({ cached }) => cached !== null)).toHaveLength(48);
  expect(found('loads-differ')).toEqual([]);
  expect(found('unproven')).toEqual([]);
  // Without a login this version names no app.
  expect(found('apps-unproven')).not.toEqual([]);
}, 180_000);
