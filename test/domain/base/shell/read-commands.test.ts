import { describe, expect, it } from 'vitest';
import { readCommands } from '../../../../src/domain/base/shell/read-commands.ts';

const words = (script: string) => readCommands(script).map((one) => one.words.map(({ text }) => text));

describe('readCommands', () => {
  it.each([
    ['a b; c && d || e', [['a', 'b'], ['c'], ['d'], ['e']]],
    ['a | b &\nc', [['a'], ['b'], ['c']]],
    ['a # b\n# c\nd#e', [['a'], ['d#e']]],
    [`a 'b c' "d \\"e\\" $F" g\\ h`, [['a', 'b c', 'd "e" $F', 'g h']]],
    ['a \\\n  b \\\r\n  c', [['a', 'b', 'c']]],
    ['if a; then b; elif c; then d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e'], ['fi']]],
    ['while a; do b; done', [['a'], ['b'], ['done']]],
    ['! time a', [['a']]],
    ['(a; b)', [['a'], ['b']]],
    ['{ a; b; }', [['a'], ['b'], ['}']]],
    ['a $(b "$(c)") `d`', [['c'], ['b', '$(c)'], ['d'], ['a', '$(b "$(c)")', '`d`']]],
    ['a <(b)', [['b'], ['a', '<(b)']]],
    [`a "\${{ x || 'y' }}" \${{ z }}`, [['a', `\${{ x || 'y' }}`, `\${{ z }}`]]],
    [`a \${B:-c d}`, [['a', `\${B:-c d}`]]],
    [`a 'open`, [['a', 'open']]],
    ['a $(b', [['b'], ['a', '$(b']]],
  ])('reads %j', (script, expected) => {
    expect(words(script)).toEqual(expected);
  });

  it('tells what a command reads, writes and is given', () => {
    const script = `a <in >out 2>&1 2>/dev/null >> "log file"\ncat <<'EOF' > x\n$B # c\nEOF\nd <<<"$E"`;
    const [first, second, third] = readCommands(script);
    expect(first?.reads.map(({ text }) => text)).toEqual(['in']);
    expect(first?.writes.map(({ text }) => text)).toEqual(['out', '/dev/null', 'log file']);
    expect(second?.writes.map(({ text }) => text)).toEqual(['x']);
    expect(second?.given).toEqual([{ text: '$B # c\n', offset: script.indexOf('$B'), isExpanded: false }]);
    expect(third?.given).toMatchObject([{ text: '$E', isExpanded: true }]);
  });

  it('tells whether a command is piped, and where each word begins', () => {
    const script = 'printenv KEY | codex login\n\tcodex exec "hi"';
    const commands = readCommands(script);
    expect(commands.map(({ isPiped }) => isPiped)).toEqual([true, false, false]);
    for (const { words: all } of commands)
      for (const { raw, offset } of all) expect(script.slice(offset, offset + raw.length)).toBe(raw);
  });
});
