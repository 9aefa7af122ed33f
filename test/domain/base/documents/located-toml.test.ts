import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readLocatedToml } from '../../../../src/domain/base/documents/located-toml.ts';

function read(text: string) {
  const document = readLocatedToml({ text, file: 'r.toml' });
  if (document.type === 'broken') throw new Error(document.message);
  const spot = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
  return {
    data: document.data,
    key: (...path: (string | number)[]) => spot(document.keyPlace(path)),
    value: (...path: (string | number)[]) => spot(document.valuePlace(path)),
  };
}

describe('places in a TOML file', () => {
  it('are those of a key and of its value', () => {
    const { key, value } = read('# policy\nallowed_sandbox_modes = ["bogus"]\n');
    expect(key('allowed_sandbox_modes')).toBe('2:1');
    expect(value('allowed_sandbox_modes')).toBe('2:25');
    expect(value('allowed_sandbox_modes', 0)).toBe('2:26');
  });

  it('follow tables, dotted and quoted keys', () => {
    const { key, value } = read(
      '[mcp_servers.linear]\nidentity.url = "x"\n\n[ "a.b" . \'c d\' ]\n  "\\u0065" = 1\n',
    );
    expect(key('mcp_servers')).toBe('1:2');
    expect(key('mcp_servers', 'linear')).toBe('1:14');
    expect(key('mcp_servers', 'linear', 'identity', 'url')).toBe('2:10');
    expect(value('mcp_servers', 'linear', 'identity', 'url')).toBe('2:16');
    expect(key('a.b', 'c d')).toBe('4:11');
    expect(key('a.b', 'c d', 'e')).toBe('5:3');
  });

  it('count the tables of an array of tables, and go into the newest', () => {
    const { key } = read(
      '[[rules.prefix_rules]]\ndecision = "allow"\n[[rules.prefix_rules]]\ndecision = "prompt"\n[rules.prefix_rules.more]\nx = 1\n',
    );
    expect(key('rules', 'prefix_rules', 0, 'decision')).toBe('2:1');
    expect(key('rules', 'prefix_rules', 1, 'decision')).toBe('4:1');
    expect(key('rules', 'prefix_rules', 1)).toBe('3:1');
    expect(key('rules', 'prefix_rules', 1, 'more', 'x')).toBe('6:1');
  });

  it('go into inline tables and lists that run over several lines', () => {
    const { key, value } = read(
      'prefix_rules = [\n  # why\n  { pattern = [{ token = "a" }, { any_of = ["b", "c"] }], decision = "prompt" },\n]\n',
    );
    expect(key('prefix_rules', 0)).toBe('3:3');
    expect(key('prefix_rules', 0, 'decision')).toBe('3:59');
    expect(value('prefix_rules', 0, 'pattern', 1, 'any_of', 1)).toBe('3:50');
  });

  it('are not led astray by what strings and comments hold', () => {
    const { key } = read(
      'a = """\n[x]\nb = 1 # "\n\\""""\nc = \'\'\'it\'s ] }\'\'\'\nd = "# [no] \\" = " # [y]\r\ne = 1979-05-27 07:32:00Z\nf = { g = "}" }\n',
    );
    expect(key('c')).toBe('5:1');
    expect(key('d')).toBe('6:1');
    expect(key('e')).toBe('7:1');
    expect(key('f', 'g')).toBe('8:7');
  });

  it('fall back to what is around a thing that is not there', () => {
    const { key } = read('\n[rules]\n');
    expect(key('rules', 'prefix_rules', 0)).toBe('2:2');
    expect(key('nothing')).toBe('1:1');
  });

  it('skip a byte order mark', () => {
    expect(read('\ufeffa = 1\nb = 2\n').key('b')).toBe('2:1');
  });

  it('are given for a file that is not valid TOML', () => {
    expect(readLocatedToml({ text: 'a = 1\nb = = 2\n', file: 'r.toml' })).toMatchObject({
      type: 'broken',
      place: { file: 'r.toml', line: 2 },
      message: expect.stringMatching(/\S/),
    });
  });

  it('lead to every key of any document that TOML can say', () => {
    const name = fc
      .oneof(
        fc.stringMatching(/^[a-z_-]{1,8}$/),
        fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }),
        fc.constantFrom('a.b', '"', "'", '#', '[x]', '=', '\\', '\n'),
      )
      .filter((text) => text !== '__proto__');
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('"""', "'''", '\n[x]\n', '# no', ']', '}', '\\'),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') }),
    );
    const { table } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(leaf, { maxLength: 3 }),
        fc.array(tie('table'), { minLength: 1, maxLength: 3 }),
        tie('table'),
      ),
      table: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(table, (data) => {
        const text = stringify(data);
        const document = readLocatedToml({ text, file: 'r.toml' });
        if (document.type === 'broken') throw new Error(`${document.message}\n${text}`);
        const lines = text.split('\n');
        for (const path of keyPaths(document.data)) {
          const { line, column } = document.keyPlace(path);
          const rest = (lines[line - 1] ?? '').slice(column - 1);
          const key = String(path.at(-1));
          const named = rest.startsWith(key) || /^["']/.test(rest);
          expect(named, `${JSON.stringify(path)} at ${line}:${column} of\n${text}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The path of every key at any depth, those inside of lists too. */
function keyPaths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => keyPaths(item, [...path, index]));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...keyPaths(inner, [...path, key]),
  ]);
}
