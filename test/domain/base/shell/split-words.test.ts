import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../../src/domain/base/shell/split-words.ts';

describe('a command as EDITOR has it', () => {
  it.each([
    ['vi', ['vi']],
    ['code --wait', ['code', '--wait']],
    ['  emacs\t-nw  ', ['emacs', '-nw']],
    ['"/opt/My Editor/run" -w', ['/opt/My Editor/run', '-w']],
    ["'/opt/My Editor/run' -w", ['/opt/My Editor/run', '-w']],
    ['/opt/My\\ Editor/run', ['/opt/My Editor/run']],
    ['a"b c"d', ['ab cd']],
    ['vim -c "set tw=\\"80\\""', ['vim', '-c', 'set tw="80"']],
    ['x ""', ['x', '']],
    ['', []],
  ])('%j is %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each(['"open', "it's", 'a \\'])('has an end: not %j', (text) => {
    expect(splitWords(text)).toBeUndefined();
  });

  it('is no shell: nothing but quotes and backslashes means anything', () => {
    expect(splitWords('vi $(reboot) `id` ; rm * | x > y && z $HOME ~')).toEqual([
      ...['vi', '$(reboot)', '`id`', ';', 'rm', '*', '|', 'x', '>', 'y', '&&', 'z', '$HOME', '~'],
    ]);
  });

  it('gives back any words that were put in single quotes', () => {
    const word = fc.string().filter((text) => !text.includes("'"));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(words.map((one) => `'${one}'`).join(' '))).toEqual(words);
      }),
    );
  });
});
