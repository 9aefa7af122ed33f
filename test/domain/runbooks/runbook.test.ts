import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PHASE_IDS } from '../../../src/domain/base/phase.ts';
import { parseRunbook } from '../../../src/domain/runbooks/parse-runbook.ts';

const front =
  'version: 1\nphase: pilot\ntitle: Pilot\ngoal: Learn\noutput: Notes\nid: pilot\nkind: phase\nsign_offs: [rollout owner]\n';

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
      'r.md:2:1: output: the runbook of a phase says what must exist at its end',
    ],
  ])('%s is refused with file, line and field', (_, text, message) => {
    expect(() => parseRunbook(text, 'r.md')).toThrow(message);
  });
});

describe('where a runbook is wrong', () => {
  const faulty = (text: string) => {
    try {
      parseRunbook(text, 'runbooks/pilot.md');
    } catch (cause) {
      return (cause as Error).message;
    }
    throw new Error('it was accepted');
  };

  it.each([
    ['version', 'version: 2', 'runbooks/pilot.md:2:10: version: Invalid input: expected 1'],
    ['phase', 'phase: pilots', 'runbooks/pilot.md:3:8: phase: Invalid option'],
    ['title', 'title: 3', 'runbooks/pilot.md:4:8: title: Invalid input: expected string'],
    ['goal', 'goal: "a\\nb"', 'runbooks/pilot.md:5:7: goal: must be one line'],
    ['output', 'output: " "', 'runbooks/pilot.md:6:9: output: Too small'],
  ])('the message names line and column of its %s', (field, line, message) => {
    const text = front.replace(new RegExp(`^${field}: .*$`, 'm'), line);
    expect(faulty(`---\n${text}---\nText\n`)).toContain(message);
    expect(faulty(`---\r\n${text.replaceAll('\n', '\r\n')}---\r\nText\r\n`)).toContain(message);
  });

  it('the message names the line of broken YAML, counted from the top of the file', () => {
    expect(faulty('---\nversion: 1\nphase: [pilot\n---\n')).toMatch(
      /^runbooks\/pilot\.md:[34]:\d+: not valid YAML: /,
    );
  });

  it.each([
    ['is empty', ''],
    ['has front matter that is never closed', `---\n${front}`],
    ['has text before its front matter', `Hello\n---\n${front}---\n`],
    ['has empty front matter', '---\n---\n'],
  ])('because it %s, the message says how it starts', (_, text) => {
    expect(faulty(text)).toBe(
      'runbooks/pilot.md:1:1: a runbook starts with front matter between two lines of ---',
    );
  });
});

describe('a runbook that a team has edited', () => {
  it.each([
    ['on Windows', `---\r\n${front.replaceAll('\n', '\r\n')}---\r\n\r\nText\r\n`, 'Text'],
    ['with an editor that marks the byte order', `\ufeff---\n${front}---\nText\n`, 'Text'],
    ['down to its front matter', `---\n${front}---`, ''],
    ['with a rule in its text', `---\n${front}---\nAbove\n\n---\n\nBelow\n`, 'Above\n\n---\n\nBelow'],
  ])('%s is read', (_, text, body) => {
    expect(parseRunbook(text, 'r.md')).toMatchObject({ phase: 'pilot', title: 'Pilot', goal: 'Learn', body });
  });
});
