import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PHASE_IDS } from '../../../src/domain/rollout/phase.ts';
import { parseRunbook } from '../../../src/domain/rollout/runbook.ts';

const front = 'version: 1\nphase: pilot\ntitle: Pilot\ngoal: Learn\noutput: Notes\n';

describe('a runbook', () => {
  it.each([
    ['pilot', 'Learn where Codex helps', 'Use cases, risks, baseline commands'],
    ['standardize', 'Make common work repeatable', 'Config, prompts, skills, verification'],
    ['govern', 'Reduce organisational risk', 'Policies, approval rules, audit path'],
    ['scale', 'Improve continuously', 'Metrics, training, changelog review'],
  ])('of the phase %s ships with its goal and output', (phase, goal, output) => {
    const runbook = parseRunbook(readFileSync(`runbooks/${phase}.md`, 'utf8'), `runbooks/${phase}.md`);
    expect(runbook).toMatchObject({ phase, goal, output });
    expect(runbook.body.length).toBeGreaterThan(400);
  });

  it('exists for every phase', () => {
    expect(PHASE_IDS).toEqual(['pilot', 'standardize', 'govern', 'scale']);
  });

  it.each([
    ['without front matter', '# Pilot\n', 'r.md:1:1: a runbook starts with front matter'],
    [
      'with an unknown phase',
      `---\n${front.replace('phase: pilot', 'phase: moon')}---\n`,
      'r.md:3:8: phase: Invalid option',
    ],
    [
      'with a misspelt field',
      `---\n${front.replace('goal', 'gaol')}---\n`,
      'gaol: unknown field; did you mean "goal"?',
    ],
    [
      'without a field',
      `---\n${front.replace('output: Notes\n', '')}---\n`,
      'r.md:2:1: output: Invalid input',
    ],
  ])('%s is refused with file, line and field', (_, text, message) => {
    expect(() => parseRunbook(text, 'r.md')).toThrow(message);
  });
});
