import { describe, expect, it } from 'vitest';
import { namedPlaces } from '../../../src/domain/checks/named-places.ts';

const written = (text: string) =>
  namedPlaces(text).map(({ file, line, column }) =>
    [file, line, column].filter((part) => part !== undefined).join(':'),
  );

describe('the files that a finding names', () => {
  it.each([
    ['config.toml:4:1: unknown field `x`', ['config.toml:4:1']],
    ['$CODEX_HOME/config.toml:4:1: unknown field', ['$CODEX_HOME/config.toml:4:1']],
    ['/home/pat/.codex/config.toml:2:1: a key', ['/home/pat/.codex/config.toml:2:1']],
    ['a.toml:1:2: one; .codex/b.toml:3:4: other', ['a.toml:1:2', '.codex/b.toml:3:4']],
    ['AGENTS.md:12 has no rule', ['AGENTS.md:12']],
    ['not loaded (docs/AGENTS.md:3), nor rules:7', ['docs/AGENTS.md:3', 'rules:7']],
    ['gpt-5 in config.toml model', ['config.toml']],
    ['/home/pat/.codex/config.toml is not accepted', ['/home/pat/.codex/config.toml']],
    ['it names "team.config.toml".', ['team.config.toml']],
    ['config.toml:4:1: see config.toml', ['config.toml:4:1']],
    ['codex-cli 0.150.0 at 12:30, ratio 3:4', ['12:30', '3:4']],
    ['nothing is named', []],
    ['', []],
  ])('of %j are %j', (text, places) => {
    expect(written(text)).toEqual(places);
  });

  it('may have spaces in their path where they begin a part', () => {
    expect(written('/Users/pat/My Files/config.toml:4:1: no')).toContain(
      '/Users/pat/My Files/config.toml:4:1',
    );
  });

  it('are found in a long text without delay', () => {
    const long = `${'a'.repeat(50_000)} ${':1'.repeat(20_000)} ${'/a '.repeat(20_000)} config.toml:1:1`;
    expect(written(long).at(-1)).toBe('config.toml:1:1');
  });
});
