import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capturedRun } from '../../support/captured-runs.ts';
import { commandLine } from '../../support/command-line.ts';
import { instructionsOf, promptOf, teamWithRuns } from '../../support/incidents.ts';

const { inputs } = capturedRun();
const rounding = '# Agents\n\nRound everything.\n';

/** A bad run after its instructions changed, committed, with an incident about it. */
async function afterDrift() {
  const all = await teamWithRuns();
  const drift = () => {
    all.write('AGENTS.md', rounding);
    all.commit('Tell agents to round');
  };
  const more = { inputs: { ...inputs, instructions: instructionsOf(rounding) } };
  const runs = await all.harmed({ drift, more });
  return { ...all, ...runs, ...commandLine(all.world) };
}

describe('incident', () => {
  it('leads from the revert to a closed incident, naming the next command each time', async () => {
    const { run, json, git, brought, setNow, captured, packed, world } = await afterDrift();
    const opened = await run('incident', 'show');
    expect(opened.stdout).toContain(
      `$ git switch -c revert-i1 && git revert --no-edit ${brought.slice(0, 12)}\n`,
    );
    expect(opened.stdout).toContain('$ codex-cockpit incident revert i1 --commit HEAD\n');
    expect((await run('next')).stdout).toContain('i1: revert the change of the run');

    git('revert', '--no-edit', 'HEAD');
    const reverted = await run('incident', 'revert', '--commit', 'HEAD');
    expect(reverted.stdout).toContain('$ codex-cockpit incident attach i1 --out incident-i1\n');
    const attached = await run('incident', 'attach', '--out', join(world.root, 'evidence.tar.gz'));
    expect(attached.stdout).toContain('the comparison of the runs proposes: prompt drift');

    const compared = await run('incident', 'decide');
    expect(compared.stdout).toMatch(/prompt: instructions AGENTS\.md {2}[0-9a-f]{12} {2}[0-9a-f]{12}\n/);
    expect(compared.stdout).toContain('Record it: codex-cockpit incident decide i1 --cause prompt\n');
    expect((await json('incident')).incidents[0].progress).toBe('2 of 4 steps done');
    expect(await run('incident', 'decide', '--cause', 'prompt')).toMatchObject({
      stdout: expect.stringContaining('$ codex-cockpit incident rerun i1 --run RUN\n'),
    });

    setNow('2026-11-23T12:00:00.000Z');
    const { body } = await captured({ 'src/total.ts': 'right\n' });
    expect(await run('incident', 'rerun', '--run', body.run)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('it has no review pack: codex-cockpit pack create'),
    });
    await packed(body);
    expect((await run('incident', 'rerun', '--run', body.run)).stdout).toContain(
      'Next: codex-cockpit incident close i1 --reason "…"',
    );
    expect(await run('incident', 'close', '--reason', 'fixed by #512')).toMatchObject({ code: 0 });
    expect((await run('incident')).stdout).toContain('No incident is open.');
    expect((await run('next')).stdout).not.toContain('i1');
    expect((await json('incident', 'show', 'i1')).closed).toMatchObject({
      reason: 'fixed by #512',
      missing: [],
    });
  });

  it('is closed with a step missing by who may decide so, and the history says which', async () => {
    const { run, git } = await afterDrift();
    git('revert', '--no-edit', 'HEAD');
    await run('incident', 'revert', '--commit', 'HEAD', '--as', 'bob@example.com');
    const close = [
      'incident',
      'close',
      '--reason',
      'the service ends',
      '--accept',
      'attach',
      '--accept',
      'decide',
    ];
    expect(await run(...close)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('rerun: run it again as decided'),
    });
    const all = [...close, '--accept', 'rerun'];
    expect(await run(...all, '--as', 'bob@example.com')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('close an incident with steps missing'),
    });
    expect(await run(...all, '--as', 'sue@example.com')).toMatchObject({ code: 0 });
    expect((await run('history', '-n', '1')).stdout).toContain(
      'in spite of attach, decide, rerun: the service ends',
    );
  });

  it('is Markdown for a ticket, in which nothing that a run says is markup', async () => {
    const all = await teamWithRuns();
    const { run } = commandLine(all.world);
    const summary = '| <img src=x onerror=alert(1)> `\n# Approved\n[go](http://evil) @everyone \u001b[31m';
    await all.harmed({ more: { inputs: { ...inputs, prompt: { ...promptOf('x'), summary } as never } } });
    const { stdout } = await run('incident', 'show', '--format', 'markdown');
    expect(stdout).toContain('# Incident i1: totals are wrong');
    expect(stdout).not.toMatch(/(?<!\\)<img|^# Approved|(?<!\\)\]\(http|@everyone/m);
    expect(stdout).not.toContain('\u001b');
  });

  it('refuses what cannot be, with the reason, and records nothing', async () => {
    const { run, store } = await afterDrift();
    const refused: readonly (readonly [args: string[], code: number, reason: string])[] = [
      [['open', '--run', '00000002', '--title', 'again'], 1, 'an incident of that run is open already: i1'],
      [['open', '--run', 'nothing', '--title', 'x'], 2, 'there is no captured run "nothing"'],
      [['open', '--run', '00000001', '--title', ' '], 2, 'an incident needs a title'],
      [['open', '--run', '00000001', '--good', '00000001', '--title', 'x'], 2, 'the same'],
      [['show', 'i9'], 2, 'there is no incident "i9"'],
      [['revert', '--commit', 'HEAD~9'], 2, 'there is no commit "HEAD~9"'],
      [['rerun', '--run', '00000001'], 1, 'the cause of i1 is not decided'],
      [['close', '--reason', 'x'], 1, 'i1 cannot be closed yet'],
      [['close', '--reason', 'x', '--accept', 'reverts'], 2, 'did you mean "revert"?'],
    ];
    for (const [args, code, reason] of refused) {
      expect(await run('incident', ...args), args.join(' ')).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringContaining(reason),
      });
    }
    expect(await store.entriesOfKind('incident.opened')).toHaveLength(1);
    expect(await store.entriesOfKind('incident.step-done')).toEqual([]);
  });

  it('asks which one is meant when several are open', async () => {
    const { run, captured } = await afterDrift();
    const { body } = await captured({ 'src/d.ts': 'd\n' });
    await run('incident', 'open', '--run', body.run, '--title', 'another');
    expect(await run('incident', 'show')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('2 incidents are open: i2, i1'),
    });
    expect((await run('incident', 'list')).stdout.split('\n')[0]).toMatch(/^i2 {2}0 of 4 steps done/);
  });
});
