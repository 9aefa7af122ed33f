import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDraftRunbooks } from '../../../src/app/runbooks/load-runbooks.ts';
import { loadShippedRunbooks } from '../../../src/app/runbooks/read-runbook-files.ts';
import { PHASE_IDS } from '../../../src/domain/base/phase.ts';
import { itemText, runbookText } from '../../support/runbooks.ts';
import { testWorld } from '../../support/world.ts';

function project(files: Record<string, string>) {
  const world = testWorld();
  mkdirSync(join(world.cwd, 'runbooks'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(world.cwd, 'runbooks', name), text);
  return world;
}

describe('the runbooks that ship', () => {
  it('have one for each phase, with what it is for and what it leaves', async () => {
    const runbooks = (await loadShippedRunbooks()).filter(({ kind }) => kind === 'phase');
    const told = Object.fromEntries(runbooks.map(({ phase, goal, output }) => [phase, [goal, output]]));
    expect(Object.keys(told).sort()).toEqual([...PHASE_IDS].sort());
    expect(told).toEqual({
      pilot: ['Learn where Codex helps', 'Use cases, risks, baseline commands'],
      standardize: ['Make common work repeatable', 'Config, prompts, skills, verification'],
      govern: ['Reduce organisational risk', 'Policies, approval rules, audit path'],
      scale: ['Improve continuously', 'Metrics, training, changelog review'],
    });
  });
});

describe('the runbooks of a project', () => {
  it('take the place of the shipped ones with their id, and leave the others', async () => {
    const world = project({ 'pilot.md': runbookText({ goal: 'Our own goal' }) });
    const runbooks = await loadDraftRunbooks(world);
    expect(runbooks.find(({ id }) => id === 'pilot')).toMatchObject({
      goal: 'Our own goal',
      file: 'runbooks/pilot.md',
    });
    expect(runbooks.map(({ id }) => id)).toEqual(expect.arrayContaining(['govern', 'scale', 'standardize']));
  });

  it.each([
    [
      'an item that stands twice',
      { 'pilot.md': runbookText({ items: itemText('pilot.a') + itemText('pilot.a') }) },
      'runbooks/pilot.md:17:9: items[1].id: "pilot.a" is repeated, first at runbooks/pilot.md:11:9',
    ],
    [
      'an item that stands in two runbooks',
      {
        'one.md': runbookText({
          id: 'one',
          kind: 'guide',
          items: itemText('a.b', { more: 'required: false' }),
        }),
        'two.md': runbookText({
          id: 'two',
          kind: 'guide',
          items: itemText('a.b', { more: 'required: false' }),
        }),
      },
      'runbooks/two.md:8:9: items[0].id: "a.b" is repeated, first at runbooks/one.md:8:9',
    ],
    [
      'an unknown artifact',
      { 'pilot.md': runbookText({ items: itemText('pilot.a', { evidence: '[{artifact: usage-polcy}]' }) }) },
      'runbooks/pilot.md:16:16: items[0].evidence[0].artifact: there is no artifact "usage-polcy"; did you mean "usage-policy"?',
    ],
    [
      'an unknown check',
      { 'pilot.md': runbookText({ items: itemText('pilot.a', { evidence: '[{check: cli.verson}]' }) }) },
      'runbooks/pilot.md:16:16: items[0].evidence[0].check: there is no check "cli.verson"; did you mean "cli.version"?',
    ],
    [
      'a runbook that stands twice',
      { 'a.md': runbookText({ id: 'pilot' }), 'b.md': runbookText({ id: 'pilot' }) },
      'runbooks/b.md:1:1: id: "pilot" is repeated, first at runbooks/a.md:1:1',
    ],
    [
      'a role that nobody has',
      { 'pilot.md': runbookText({ items: itemText('pilot.a', { owner: 'king' }) }) },
      'runbooks/pilot.md:15:12: items[0].owner: Invalid option',
    ],
    [
      'evidence of two kinds in one',
      { 'pilot.md': runbookText({ items: itemText('pilot.a', { evidence: '[{check: a, metric: b}]' }) }) },
      'runbooks/pilot.md:16:16: items[0].evidence[0]: must be one of check, artifact, attestation, metric, review',
    ],
  ])('with %s are refused with file, line and field, all of them', async (_, files, message) => {
    await expect(loadDraftRunbooks(project(files))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});
