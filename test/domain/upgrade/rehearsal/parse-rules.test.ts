import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AREA_NAMES } from '../../../../src/domain/upgrade/rehearsal/area.ts';
import { parseRules } from '../../../../src/domain/upgrade/rehearsal/parse-rules.ts';

const gone = (id: string, more = '') => `
  - id: ${id}
    area: commands
    changes: [gone]
    weight: blocker
    why: What calls it stops.
    remedy: Call something else.${more}`;

const shipped = {
  file: 'data/upgrade-rules.yaml',
  text: `version: 1\ntable: 7\nwritten: { commands: "<=0.169.0" }\nrules:${gone('commands.gone')}\n`,
};

const own = (text: string) => ({ file: 'team.yaml', text: `version: 1\n${text}\n` });

describe('the rules of a rehearsal', () => {
  it('tries those of the team first, and joins what they were written for', () => {
    const table = parseRules(
      shipped,
      own(`written: { commands: 0.170.0, tools: 0.170.0 }\nrules:${gone('acme.tools')}`),
    );
    expect(table).toMatchObject({
      version: 7,
      written: { commands: '0.170.0 || <=0.169.0', tools: '0.170.0' },
      rules: [{ id: 'acme.tools' }, { id: 'commands.gone' }],
    });
  });

  it('have the SHA-256 of their file, and another one with a file of the team', () => {
    const alone = parseRules(shipped).digest;
    const first = parseRules(shipped, own('rules: []')).digest;
    const second = parseRules(shipped, own('rules: []\n# a note')).digest;
    expect(new Set([alone, first, second]).size).toBe(3);
    expect(alone).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'rules:\n  - id: Commands',
      'team.yaml:3:9: rules[0].id: must be lower-case words, such as commands.gone',
    ],
    [`rules:${gone('commands.gone')}`, '"commands.gone" is declared twice, also at team.yaml:3:5'],
    [
      `rules:${gone('acme.a', '\n    key: "^(codex"')}`,
      'team.yaml:9:10: rules[0].key: not a regular expression',
    ],
    [
      `rules:${gone('acme.a', '\n    candidat: x')}`,
      'rules[0].candidat: unknown field; did you mean "candidate"?',
    ],
    ['written: { command: "*" }', 'written.command'],
    ['written: { commands: newest }', 'team.yaml:2:22: written.commands: must be a semver range'],
    [
      'overrides:\n  - { rule: command.gone, weight: note, reason: nobody calls it }',
      'team.yaml:3:13: overrides[0].rule: there is no rule "command.gone"; did you mean "commands.gone"?',
    ],
    ['overrides:\n  - { rule: commands.gone, weight: note, reason: " " }', 'overrides[0].reason'],
    [
      'overrides:\n  - { rule: commands.gone, weight: note, reason: a }\n  - { rule: commands.gone, weight: warning, reason: b }',
      'team.yaml:4:13: overrides[1].rule: "commands.gone" has a weight already',
    ],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseRules(shipped, own(text))).toThrow(message);
  });
});

describe('the rules that ship', () => {
  const table = parseRules({ file: 'rules', text: readFileSync('data/upgrade-rules.yaml', 'utf8') });

  it('speak of every area and of every kind of change in it', () => {
    const spoken = new Set(
      table.rules.flatMap(({ area, changes, pin, candidate, key }) =>
        pin || candidate || key ? [] : changes.map((change) => `${area} ${change}`),
      ),
    );
    const all = AREA_NAMES.flatMap((area) => ['gone', 'new', 'changed'].map((change) => `${area} ${change}`));
    expect(all.filter((one) => !spoken.has(one))).toEqual([]);
    expect(AREA_NAMES.filter((area) => table.written[area] === undefined)).toEqual([]);
  });
});
