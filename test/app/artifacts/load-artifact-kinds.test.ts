import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadArtifactKinds, readTemplate } from '../../../src/app/artifacts/load-artifact-kinds.ts';
import { kindsText } from '../../support/artifacts.ts';
import { testWorld } from '../../support/world.ts';

function project(text: string, file = 'artifacts.yaml') {
  const world = testWorld();
  mkdirSync(join(world.cwd, 'governance'));
  writeFileSync(join(world.cwd, file), text);
  return world;
}

describe('the kinds of artifacts of a project', () => {
  it('stand beside those that ship, and take the place of one with their name', async () => {
    const shipped = await loadArtifactKinds(testWorld());
    const more = await loadArtifactKinds(project(kindsText()));
    expect(more.map(({ id }) => id)).toEqual([...shipped.map(({ id }) => id), 'policy']);
    const instead = await loadArtifactKinds(project(kindsText({ id: 'rbac-matrix' })));
    expect(instead).toHaveLength(shipped.length);
    expect(instead.at(-1)).toMatchObject({ id: 'rbac-matrix', title: 'A policy', templateFile: undefined });
  });

  it('that are broken are told by file, line and field', async () => {
    const world = project(kindsText({ owner: 'king' }));
    await expect(loadArtifactKinds(world)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^artifacts\.yaml:6:12: artifacts\[0\]\.owner: /),
    });
  });

  it('start from a text beside the file that declares them', async () => {
    const file = 'governance/kinds.yaml';
    const world = project(kindsText({ template: 'start.md' }), file);
    writeFileSync(join(world.cwd, 'governance/start.md'), '# {{TEAM}}\n');
    const kind = (await loadArtifactKinds(world, file)).at(-1);
    expect(kind && (await readTemplate(kind))).toBe('# {{TEAM}}\n');
  });

  it('start from nothing without one, and say so when it is missing', async () => {
    const without = (await loadArtifactKinds(project(kindsText()))).at(-1);
    expect(without && (await readTemplate(without))).toBe('');
    const missing = (await loadArtifactKinds(project(kindsText({ template: 'none.md' })))).at(-1);
    await expect(missing && readTemplate(missing)).rejects.toThrow(
      /none\.md: cannot read the starting text of policy/,
    );
  });
});
