import { describe, expect, it } from 'vitest';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import { compareRuns } from '../../../../src/domain/runs/provenance/compare.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';

const good = capturedRun();
const withTool = (more: Partial<CapturedRun['tool']>) => capturedRun({ tool: { ...good.tool, ...more } });
const withInputs = (more: Partial<CapturedRun['inputs']>) =>
  capturedRun({ inputs: { ...good.inputs, ...more } });
const agents = [{ path: 'AGENTS.md', sha256: sha256('# Other\n') }];
const prompt = { from: 'argument' as const, sha256: sha256('Add it'), bytes: 6, summary: 'Add it' };

describe('what explains that a run did harm', () => {
  it.each([
    ['another prompt', withInputs({ prompt }), 'prompt', ['prompt']],
    ['changed instructions', withInputs({ instructions: agents }), 'prompt', ['instructions AGENTS.md']],
    ['instructions that are gone', withInputs({ instructions: [] }), 'prompt', ['instructions AGENTS.md']],
    [
      'a rule that is new',
      withInputs({ rules: [{ path: 'r.rules', sha256: sha256('r') }] }),
      'prompt',
      ['rules r.rules'],
    ],
    [
      'an output schema that is new',
      withInputs({ output_schema: { path: 's.json', sha256: sha256('s') } }),
      'prompt',
      ['output schema s.json'],
    ],
    ['a newer version', withTool({ version: '0.169.0' }), 'tool', ['version']],
    ['another program of the same version', withTool({ sha256: sha256('other') }), 'tool', ['program']],
    ['another model', withTool({ model: 'gpt-6' }), 'tool', ['model']],
    ['a profile', withTool({ profile: 'ci' }), 'tool', ['profile']],
    [
      'another configuration',
      withInputs({ config: [{ path: '.codex/config.toml', sha256: sha256('c') }] }),
      'tool',
      ['config .codex/config.toml'],
    ],
    [
      'both',
      { ...withInputs({ instructions: agents }), tool: { ...good.tool, version: '0.169.0' } },
      'both',
      ['instructions AGENTS.md', 'version'],
    ],
    ['nothing', capturedRun(), 'neither', []],
    [
      'only the policy and the outcome',
      capturedRun({
        policy: { ...good.policy, sandbox: 'read-only' },
        outcome: 'failed',
        reason: 'turn_failed',
      }),
      'neither',
      ['sandbox', 'outcome'],
    ],
    [
      "the CLI's own configuration, into which it writes that a folder is trusted",
      withInputs({ config: [{ path: '$CODEX_HOME/config.toml', sha256: sha256('c') }] }),
      'neither',
      ['config $CODEX_HOME/config.toml'],
    ],
    ['a moved pin alone', withTool({ pin: '0.169.0' }), 'neither', ['pin']],
  ])('%s', (_, bad, cause, fields) => {
    const { rows, ...found } = compareRuns(good, bad);
    expect(found.cause).toBe(cause);
    expect(rows.filter(({ differs }) => differs).map(({ field }) => field)).toEqual(fields);
  });

  it.each([
    ['the version of one', withTool({ version: null })],
    ['the model of one', withTool({ model: null })],
    ['the prompt of one', withInputs({ prompt: null })],
    [
      'the model of one, while the prompt differs',
      { ...withInputs({ prompt }), tool: { ...good.tool, model: null } },
    ],
  ])('is unknown while %s is not known', (_, bad) => {
    expect(compareRuns(good, bad).cause).toBe('unknown');
  });

  it('does not ask for the program or the effort where the version and the model are known', () => {
    expect(compareRuns(good, withTool({ sha256: null, effort: null })).cause).toBe('neither');
  });

  it('does not count what the CLI writes to its configuration itself', () => {
    const path = '$CODEX_HOME/config.toml';
    const config = (text: string, settings: string) =>
      withInputs({ config: [{ path, sha256: sha256(text), settings_sha256: sha256(settings) }] });
    expect(compareRuns(config('a', 's'), config('b', 's')).cause).toBe('neither');
    expect(compareRuns(config('a', 's'), config('b', 't')).cause).toBe('tool');
    const unread = withInputs({ config: [{ path, sha256: sha256('a') }] });
    expect(compareRuns(unread, config('b', 't')).cause).toBe('neither');
  });

  it('shows a value that nobody knows as unknown, and a file that is not there as none', () => {
    const { rows } = compareRuns(withTool({ effort: null }), withInputs({ instructions: [] }));
    expect(rows.find(({ field }) => field === 'effort')).toMatchObject({ good: 'unknown', bad: 'medium' });
    expect(rows.find(({ field }) => field.startsWith('instructions'))).toMatchObject({ bad: 'none' });
  });
});
