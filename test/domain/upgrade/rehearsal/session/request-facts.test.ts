import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  readModelRequest,
  requestFacts,
  textFacts,
  toolFacts,
} from '../../../../../src/domain/upgrade/rehearsal/session/request-facts.ts';

const captured = (version: string) =>
  readModelRequest(JSON.parse(readFileSync(`test/fixtures/codex/rehearsal/request-${version}.json`, 'utf8')));
const configs = { model: '', tools: '' };
const valuesOf = (facts: readonly { key: string; value: string }[]) =>
  Object.fromEntries(facts.map(({ key, value }) => [key, value]));

describe('the first request of a session', () => {
  it('shows the model, the effort and where the instructions are, on 0.139.0 and on 0.169.0', () => {
    expect(valuesOf(requestFacts(captured('0.139.0'), configs))).toMatchObject({
      model: 'gpt-5.5',
      'reasoning effort': 'medium',
      'base instructions': 'in the field instructions',
      'parameter parallel_tool_calls': 'true',
      'parameter include': '["reasoning.encrypted_content"]',
      'parameter text.verbosity': '"low"',
      'parameter client_metadata.x-codex-installation-id': 'sent',
    });
    expect(valuesOf(requestFacts(captured('0.169.0'), configs))).toMatchObject({
      model: 'gpt-6.1-sol',
      'reasoning effort': 'low',
      'base instructions': 'in the input',
      'parameter parallel_tool_calls': 'false',
      'parameter reasoning.context': '"all_turns"',
    });
  });

  it('has only facts that are the same in every run', () => {
    const text = JSON.stringify(valuesOf(requestFacts(captured('0.169.0'), configs)));
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('says which tools are offered, wherever a version puts them', () => {
    const before = valuesOf(toolFacts(captured('0.139.0'), configs));
    const after = valuesOf(toolFacts(captured('0.169.0'), configs));
    expect(before).toMatchObject({
      'tool update_plan': 'offered',
      'tool apply_patch': 'offered',
      'tool web_search': 'offered',
    });
    expect(after).toMatchObject({
      'tool exec': 'offered',
      'tool exec_command': 'within the tool exec',
      'tool collaboration.spawn_agent': 'offered',
    });
    expect(after).not.toHaveProperty('tool update_plan');
  });

  it('offers a tool within another one only where it is not offered by itself', () => {
    const body = {
      model: 'm',
      input: [],
      tools: [
        { type: 'custom', name: 'exec', description: '### `wait`\n' },
        { type: 'function', name: 'wait' },
      ],
    };
    expect(valuesOf(toolFacts(readModelRequest(body), configs))).toEqual({
      'tool exec': 'offered',
      'tool wait': 'offered',
    });
  });
});

describe('the texts of a team in a request', () => {
  it('are found by themselves, whatever the CLI says that it loaded', () => {
    const expected = [
      { name: '$CODEX_HOME/AGENTS.md', text: 'Global words.\n' },
      { name: 'AGENTS.md', text: 'Run npm test in the root.\n' },
      { name: 'api/AGENTS.md', text: 'Keep the handlers free of SQL.\n' },
      { name: 'empty/AGENTS.md', text: '\n' },
    ];
    for (const version of ['0.139.0', '0.169.0'])
      expect(valuesOf(textFacts(captured(version), expected)), version).toEqual({
        '$CODEX_HOME/AGENTS.md': 'whole',
        'AGENTS.md': 'whole',
      });
  });

  it('are counted when two files say the same', () => {
    const twice = ['AGENTS.md', 'api/AGENTS.md'].map((name) => ({ name, text: 'Run the tests first.' }));
    expect(valuesOf(textFacts({ texts: ['Run the tests first.'] }, twice))).toEqual({
      'AGENTS.md': 'whole',
    });
  });

  it('are known to be cut, and where', () => {
    const text = 'A long rule about migrations. And its end.';
    expect(
      textFacts({ texts: [`before ${text.slice(0, 29)}</INSTRUCTIONS>`] }, [{ name: 'a', text }]),
    ).toMatchObject([{ value: 'cut after 29 of 42 bytes' }]);
  });
});
