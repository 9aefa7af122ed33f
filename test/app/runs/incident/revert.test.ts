import { describe, expect, it } from 'vitest';
import { guideIncident } from '../../../../src/app/runs/incident/guide.ts';
import { readIncident } from '../../../../src/app/runs/incident/read-incidents.ts';
import { openIncident, recordStep } from '../../../../src/app/runs/incidents.ts';
import { stepOf } from '../../../../src/domain/runs/incident/incident.ts';
import { teamWithRuns } from '../../../support/incidents.ts';

const lines = (...words: readonly string[]) => `${words.join('\n')}\n`;
const before = lines('one', 'two', 'three', 'four', 'five', 'six', 'seven');
const after = lines('ONE', 'two', 'three', 'four', 'five', 'six', 'seven');

/** A run that changed a file and added one, with an incident about it. */
async function withIncident(
  files: Record<string, string> = { 'src/total.ts': after, 'src/new.ts': 'new\n' },
) {
  const all = await teamWithRuns();
  const { world, store } = all;
  const { body } = await all.captured(files);
  await openIncident(world, store, { run: body.run, title: 'totals are wrong' });
  const guide = async () => {
    const { steps } = await guideIncident(world, store, { incident: await readIncident(store, undefined) });
    return steps.find(({ step }) => step === 'revert')?.facts ?? [];
  };
  const revert = (commit: string, exception?: string) =>
    recordStep(world, store, { step: 'revert', commit, exception });
  return { ...all, body, guide, revert };
}

describe('the commit that brought a change of a run', () => {
  it('is named with the command that reverts it', async () => {
    const { commit, guide } = await withIncident();
    const brought = commit('Round totals');
    expect(await guide()).toEqual([
      {
        text: `${brought.slice(0, 12)} of ${today()} brought 2 files of the run: Round totals`,
        command: undefined,
      },
      {
        text: 'revert it on a branch of its own, and open a pull request',
        command: `git switch -c revert-i1 && git revert --no-edit ${brought.slice(0, 12)}`,
      },
    ]);
  });

  it('is the merge of the pull request, even when review changed a file before the merge', async () => {
    const { git, commit, guide, write, head } = await withIncident();
    git('checkout', '-q', '-b', 'codex');
    commit('Round totals');
    write('src/total.ts', `${after}reviewed\n`);
    commit('Answer the review');
    git('checkout', '-q', 'main');
    write('README.md', 'other work\n');
    commit('Other work');
    git('merge', '-q', '--no-ff', '--no-edit', 'codex');
    const merge = head().slice(0, 12);
    write('LATER.md', 'later\n');
    commit('Later work');
    expect((await guide()).map(({ text, command }) => command ?? text)).toEqual([
      expect.stringMatching(`^the merge ${merge} of .* brought 2 files of the run: Merge branch`),
      `git switch -c revert-i1 && git revert --no-edit -m 1 ${merge}`,
    ]);
  });

  it('may be several, reverted newest first', async () => {
    const { git, guide, head } = await withIncident();
    git('add', 'src/total.ts');
    git('commit', '-qm', 'Totals');
    const first = head().slice(0, 12);
    git('add', 'src/new.ts');
    git('commit', '-qm', 'New');
    const second = head().slice(0, 12);
    expect((await guide()).at(-1)?.command).toBe(
      `git switch -c revert-i1 && git revert --no-edit ${second} && git revert --no-edit ${first}`,
    );
  });

  it('is not made up for a file that no commit has as the run left it', async () => {
    const { commit, guide, write } = await withIncident();
    write('src/new.ts', 'written anew before it was committed\n');
    commit('Round totals');
    expect((await guide()).map(({ text }) => text)).toContain('src/new.ts: no commit has what the run left');
  });

  it('is not there for a change that was never committed', async () => {
    const { guide } = await withIncident();
    expect((await guide()).map(({ text }) => text)).toContain(
      'HEAD is as before the run: nothing is left to revert',
    );
  });

  it('is looked for in the repository of the run only', async () => {
    const { world, store, as } = await withIncident();
    const elsewhere = { ...as('ada'), cwd: world.root };
    const { steps } = await guideIncident(elsewhere, store, {
      incident: await readIncident(store, undefined),
    });
    expect(steps[0]?.facts[0]?.text).toContain('Name the folder of https://github.com/acme/payments');
  });
});

describe('a revert', () => {
  it('counts when every file of the run is as before it', async () => {
    const { commit, git, revert } = await withIncident();
    commit('Round totals');
    git('revert', '--no-edit', 'HEAD');
    const { done } = stepOf(await revert('HEAD'), 'revert');
    expect(done).toMatchObject({
      note: expect.stringMatching(/^[0-9a-f]{12} takes back 2 files$/),
      files: [
        { name: 'src/new.ts', sha256: null },
        { name: 'src/total.ts', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
      exception: null,
    });
  });

  it('counts when later changes of a file stay', async () => {
    const { commit, git, revert, write, head } = await withIncident({ 'src/total.ts': after });
    commit('Round totals');
    const bad = head();
    write('src/total.ts', after.replace('seven', 'SEVEN'));
    commit('Other work');
    git('revert', '--no-edit', bad);
    expect(stepOf(await revert('HEAD'), 'revert').done?.exception).toBeNull();
  });

  it.each([
    [
      'leaves a file as the run left it',
      { 'src/total.ts': before },
      'src/new.ts: it is still as the run left it',
    ],
    [
      'leaves a file that is neither',
      { 'src/total.ts': 'quite different\n' },
      'src/total.ts: it is neither as before the run nor as the run left it',
    ],
  ])('does not count when it %s', async (_, files, found) => {
    const { commit, revert, write, store } = await withIncident();
    commit('Round totals');
    for (const [path, text] of Object.entries(files)) write(path, text);
    commit('Try to fix it');
    await expect(revert('HEAD')).rejects.toThrow(found);
    expect(await store.entriesOfKind('incident.step-done')).toEqual([]);
    const fixed = await revert('HEAD', 'fixed forward with the team');
    expect(stepOf(fixed, 'revert').done?.exception).toMatchObject({
      found: expect.arrayContaining([found]),
      reason: 'fixed forward with the team',
    });
  });

  it('of a run without a repository takes the word of a person', async () => {
    const { captured, world, store } = await teamWithRuns();
    const { body } = await captured({ 'a.txt': 'a\n' }, { git: null });
    await openIncident(world, store, { run: body.run, title: 'no repository' });
    const asked = { step: 'revert' as const, commit: 'HEAD' };
    await expect(recordStep(world, store, asked)).rejects.toThrow('the run did not work in a git repository');
    const done = await recordStep(world, store, { ...asked, exception: 'the file was deleted' });
    expect(stepOf(done, 'revert').done).toMatchObject({ ref: null, note: 'taken back without a commit' });
  });

  it('is no commit from before the change', async () => {
    const { commit, revert, head } = await withIncident();
    const earlier = head();
    const brought = commit('Round totals');
    await expect(revert(earlier)).rejects.toThrow(
      `the commit does not come after ${brought.slice(0, 12)}, which brought the change`,
    );
  });

  it.each(['nothing', '--output=x'])('is no %s', async (named) => {
    const { revert } = await withIncident();
    await expect(revert(named)).rejects.toMatchObject({ exitCode: 2 });
  });
});

const today = () => new Date().toISOString().slice(0, 10);
