import { describe, expect, it } from 'vitest';
import { loadPhases } from '../../src/app/load-phases.ts';
import { PHASE_IDS } from '../../src/domain/rollout/phase.ts';

describe('the phases that ship', () => {
  it('are the four of the rollout, in their order, with what each is for and what it leaves', async () => {
    const phases = await loadPhases();
    expect(phases.map(({ phase, goal, output }) => [phase, goal, output])).toEqual([
      ['pilot', 'Learn where Codex helps', 'Use cases, risks, baseline commands'],
      ['standardize', 'Make common work repeatable', 'Config, prompts, skills, verification'],
      ['govern', 'Reduce organisational risk', 'Policies, approval rules, audit path'],
      ['scale', 'Improve continuously', 'Metrics, training, changelog review'],
    ]);
    expect(phases.map(({ phase }) => phase)).toEqual(PHASE_IDS);
  });

  it('tell what to do, what to write down and when it is done', async () => {
    for (const { phase, body, file } of await loadPhases()) {
      expect(file).toBe(`runbooks/${phase}.md`);
      for (const heading of ['## Do', '## Write down', '## You are done when'])
        expect(body).toContain(`\n${heading}\n`);
    }
  });
});
