import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../src/tui/shell/keys/read-keys.ts';

const names = (input: string, held: Partial<Key> = {}) => keysOf(input, held as Key).map(({ key }) => key);

describe('what Ink read at once', () => {
  it.each([
    ['jjj', {}, ['j', 'j', 'j']],
    ['Acme\r', {}, ['A', 'c', 'm', 'e', 'enter']],
    ['x\ty', {}, ['x', 'tab', 'y']],
    ['a\u0004b', {}, ['a', 'ctrl-d', 'b']],
    ['\n', {}, ['enter']],
    ['日本', {}, ['日', '本']],
    ['👩‍👩‍👧', {}, ['👩‍👩‍👧']],
    ['', { downArrow: true }, ['down']],
    ['', { tab: true, shift: true }, ['shift-tab']],
    ['c', { ctrl: true }, ['ctrl-c']],
    ['j', { meta: true }, ['esc', 'j']],
    ['', { meta: true, downArrow: true }, ['esc', 'down']],
    // Alt and backspace take a word away in other programs; nobody wants to lose a form by it.
    ['', { meta: true, backspace: true }, ['backspace']],
  ])('%j with %j is %j', (input, held, keys) => {
    expect(names(input, held)).toEqual(keys);
  });

  it('types what it names, and nothing for a named key', () => {
    expect(keysOf('é', {} as Key)).toEqual([{ key: 'é', text: 'é' }]);
    expect(keysOf('', { return: true } as Key)).toEqual([{ key: 'enter', text: '' }]);
  });
});
