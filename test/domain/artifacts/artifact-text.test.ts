import { describe, expect, it } from 'vitest';
import { readArtifactText } from '../../../src/domain/artifacts/artifact-text.ts';

const prose = { format: 'md', content: 'text' } as const;
const read = (text: string, how: Parameters<typeof readArtifactText>[1] = prose) =>
  readArtifactText({ text, file: 'f' }, how);

describe('the text of an artifact', () => {
  it.each([
    ['line ends of Windows', 'a\r\nb\r\n', 'a\nb\n'],
    ['a byte order mark', '\ufeffa\n', 'a\n'],
    ['a missing line end', 'a', 'a\n'],
    ['empty lines at the end', 'a\n\n \n', 'a\n'],
    ['commands to a terminal', 'a\u001b[2Jb\n', 'ab\n'],
  ])('is kept without %s', (_, text, kept) => {
    expect(read(text)).toBe(kept);
  });

  it.each(['', ' \n\t\n'])('is not empty: %j', (text) => {
    expect(() => read(text)).toThrow('f: there is no text in it');
  });

  it('with a secret is refused at its line, and never repeated', () => {
    const secret = `ghp_${'a1'.repeat(12)}`;
    const refused = () => read(`fine\nuse ${secret}\n`);
    expect(refused).toThrow('f:2: this looks like a secret');
    expect(refused).not.toThrow(secret);
  });

  it.each([
    ['yaml', 'a: [1', 'f:2:1: not valid YAML'],
    ['toml', 'a = \n', 'f:1:'],
    ['json', '{"a": }', 'f: not valid JSON'],
  ] as const)('in %s cannot be %j', (format, text, message) => {
    expect(() => read(text, { format, content: 'text' })).toThrow(message);
  });

  it.each([
    ['yaml', 'a: "{{X}}"'],
    ['toml', 'a = 1'],
    ['json', '{"a": 1}'],
    ['rules', 'prefix_rule(pattern=["rm"], decision="forbidden")'],
    ['md', '# {{TEAM}}'],
  ] as const)('in %s may be what that allows', (format, text) => {
    expect(read(text, { format, content: 'text' })).toBe(`${text}\n`);
  });

  it('of a catalog or a checklist names the field that is wrong', () => {
    expect(() =>
      read('version: 1\ncommands:\n  - id: a\n    title: t\n    proves: p\n    command: npm test\n', {
        format: 'yaml',
        content: 'verification-catalog',
      }),
    ).toThrow('f:6:14: commands[0].command');
    expect(() =>
      read('version: 1\nreview: r\nquestions:\n  - {id: a, text: x}\n  - {id: a, text: y}\n', {
        format: 'yaml',
        content: 'checklist',
      }),
    ).toThrow('f:5:10: questions[1].id: "a" is repeated');
  });
});
