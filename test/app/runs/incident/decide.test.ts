import { describe, expect, it } from 'vitest';
import { readDecision } from '../../../../src/app/runs/incident/read-decision.ts';
import { readIncident } from '../../../../src/app/runs/incident/read-incidents.ts';
import { recordStep } from '../../../../src/app/runs/incidents.ts';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import { adviseFor } from '../../../../src/domain/runs/incident/advice.ts';
import { goodRunOf, stepOf } from '../../../../src/domain/runs/incident/incident.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { instructionsOf, promptOf, teamWithRuns } from '../../../support/incidents.ts';

const { inputs, tool } = capturedRun();
const rounding = '# Agents\n\nRound everything.\n';

/** An incident, and what the comparison of its runs says. */
async function compared(
  driftIn: (all: Awaited<ReturnType<typeof teamWithRuns>>) => void,
  more: Partial<CapturedRun>,
) {
  const all = await teamWithRuns();
  const runs = await all.harmed({ drift: () => driftIn(all), more });
  const incident = await readIncident(all.store, undefined);
  const { proposed, facts } = await readDecision(all.world, all.store, {
    incident,
    good: runs.good.body.run,
  });
  return { ...all, ...runs, proposed, advice: adviseFor(proposed, facts) };
}

const tellToRound = (all: Awaited<ReturnType<typeof teamWithRuns>>) => {
  all.write('AGENTS.md', rounding);
  all.commit('Tell agents to round');
};

describe('the cause of an incident', () => {
  it('is prompt drift when the instructions changed: the commit is named with its revert', async () => {
    const { proposed, advice, git } = await compared(tellToRound, {
      inputs: { ...inputs, instructions: instructionsOf(rounding) },
    });
    const drift = git('log', '-1', '--format=%H', '--', 'AGENTS.md').slice(0, 12);
    expect(proposed).toBe('prompt');
    expect(advice).toEqual([
      {
        text: expect.stringMatching(`^AGENTS.md was changed by ${drift} on .*: Tell agents to round$`),
        command: `git revert --no-edit ${drift}`,
      },
    ]);
  });

  it('is prompt drift when a prompt file changed, which is found by its content', async () => {
    const { proposed, advice } = await compared(
      ({ write, commit }) => {
        write('.github/codex/prompts/slug.md', 'Add slug() and round\n');
        commit('Ask for rounding');
      },
      // The shell takes the line end away: codex exec "$(cat slug.md)"
      { inputs: { ...inputs, prompt: promptOf('Add slug() and round') } },
    );
    expect(proposed).toBe('prompt');
    expect(advice.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^the prompt was "Add slug\(\)" \(.{12}\), and became "Add slug\(\) and round" \(.{12}\)$/,
      ),
      expect.stringMatching(
        /^\.github\/codex\/prompts\/slug\.md was changed by .{12} on .*: Ask for rounding$/,
      ),
    ]);
  });

  it('is unknown without a good run, which has to be named', async () => {
    const { world, store, harmed } = await teamWithRuns();
    await harmed({ more: { inputs: { ...inputs, prompt: promptOf('Another prompt') } } });
    const { proposed, facts } = await readDecision(world, store, {
      incident: await readIncident(store, undefined),
    });
    expect(adviseFor(proposed, facts)).toEqual([
      {
        text: 'there is no good run to compare with: name one',
        command: 'codex-cockpit incident decide i1 --good RUN',
      },
    ]);
  });

  it('is a tool upgrade when the version changed: the way back is named', async () => {
    const { proposed, advice } = await compared(() => undefined, { tool: { ...tool, version: '0.169.0' } });
    expect(proposed).toBe('tool');
    expect(advice).toEqual([
      {
        text: 'the CLI was 0.139.0, and became 0.169.0; the pin is 0.139.0, so the run did not use it: install it where the run took place',
        command: 'npm install --global @openai/codex@0.139.0',
      },
      { text: 'the places that name another version', command: 'codex-cockpit pins' },
    ]);
  });

  it('is both when both changed, and neither when nothing did', async () => {
    const both = await compared(tellToRound, {
      inputs: { ...inputs, instructions: instructionsOf(rounding) },
      tool: { ...tool, model: 'gpt-6' },
    });
    expect(both.proposed).toBe('both');
    expect(both.advice.map(({ text }) => text)).toContain(
      'model was gpt-5.5, and became gpt-6: name gpt-5.5 in the call or in config.toml',
    );
    const neither = await compared(() => undefined, {});
    expect(neither.proposed).toBe('neither');
  });

  it('is recorded with what the comparison proposed, and otherwise only with a reason', async () => {
    const { world, store } = await compared(tellToRound, {
      inputs: { ...inputs, instructions: instructionsOf(rounding) },
    });
    await expect(recordStep(world, store, { step: 'decide', cause: 'tool' })).rejects.toThrow(
      'the comparison says prompt drift, and not tool upgrade',
    );
    const decided = await recordStep(world, store, {
      ...{
        step: 'decide',
        cause: 'tool',
        reason: 'the proxy changed sk-proj-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      },
    });
    expect(stepOf(decided, 'decide').done).toMatchObject({ cause: 'tool', proposed: 'prompt' });
    expect(JSON.stringify(decided)).not.toContain('sk-proj-aaaa');
  });

  it('can be looked for with another good run, which counts from then on', async () => {
    const { world, store, good, captured, commit, bad } = await compared(() => undefined, {});
    const other = await captured({ 'src/c.ts': 'c\n' }, { inputs: { ...inputs, prompt: promptOf('Other') } });
    commit('Other');
    const decided = await recordStep(world, store, { step: 'decide', cause: 'prompt', good: other.body.run });
    expect(decided.good).toBe(good.body.run);
    expect(goodRunOf(decided)).toBe(other.body.run);
    await expect(recordStep(world, store, { step: 'decide', good: bad.body.run })).rejects.toThrow(
      'the good run and the bad run are the same',
    );
  });
});

describe('a new run', () => {
  /** A decided incident, and a run after it with some of what the good run had. */
  async function decidedFor(cause: 'prompt' | 'tool', more: Partial<CapturedRun>) {
    const all = await compared(tellToRound, {
      inputs: { ...inputs, instructions: instructionsOf(rounding) },
      tool: { ...tool, version: '0.169.0' },
    });
    const { world, store, setNow, captured } = all;
    await recordStep(world, store, { step: 'decide', cause, reason: 'seen' });
    setNow('2026-11-23T12:00:00.000Z');
    const { body } = await captured({ 'src/total.ts': 'right\n' }, more);
    const rerun = (run = body.run) => recordStep(world, store, { step: 'rerun', run });
    return { ...all, body, rerun };
  }

  it.each([
    ['prompt', {}, undefined],
    ['prompt', { tool: { ...tool, version: '0.169.0' } }, undefined],
    [
      'prompt',
      { inputs: { ...inputs, instructions: instructionsOf(rounding) } },
      /instructions AGENTS\.md: [0-9a-f]{12}, and not [0-9a-f]{12} as in the good run/,
    ],
    ['tool', { inputs: { ...inputs, instructions: instructionsOf(rounding) } }, undefined],
    [
      'tool',
      { tool: { ...tool, version: '0.169.0' } },
      'version: 0.169.0, and not 0.139.0 as in the good run',
    ],
    ['tool', { tool: { ...tool, version: null } }, 'version: it is not known of the new run'],
    ['tool', { outcome: 'failed' as const }, 'it did not complete: failed'],
    ['tool', { changes: { base: null, files: [], total: 0, digest: null } }, 'it changed no file'],
    ['tool', { started_at: '2026-11-21T13:00:00.000Z' }, 'it began before the cause was decided'],
  ] as const)('after %s drift with %j is checked', async (cause, more, refused) => {
    const { rerun, packed, body } = await decidedFor(cause, more as Partial<CapturedRun>);
    await packed(body);
    if (refused === undefined) expect(stepOf(await rerun(), 'rerun').done?.ref).toBe(body.run);
    else await expect(rerun()).rejects.toThrow(refused);
  });

  it('needs a review pack whose verification passed on its change', async () => {
    const { rerun, packed, body } = await decidedFor('tool', {});
    await expect(rerun()).rejects.toThrow('it has no review pack: codex-cockpit pack create');
    await packed(body, { verdict: 'fail', exit: 1 });
    await expect(rerun()).rejects.toThrow('its verification did not pass: npm test');
    await packed(body, { digest: 'ab'.repeat(32) });
    await expect(rerun()).rejects.toThrow('its verification ran on another change: npm test');
    await packed({ ...body, changes: { ...body.changes, files: [], total: 0 } });
    await expect(rerun()).rejects.toThrow(
      'its review pack is of another change: it has no file that the run changed',
    );
    await packed(body);
    expect(stepOf(await rerun(), 'rerun').done).toBeDefined();
  });

  it('is neither the good nor the bad run', async () => {
    const { rerun, good, bad } = await decidedFor('tool', {});
    await expect(rerun(bad.body.run)).rejects.toThrow('it is the bad run');
    await expect(rerun(good.body.run)).rejects.toThrow('it is the good run');
  });
});
