import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { editLine, type Line, windowOfLine } from '../../../../src/tui/shell/forms/line.ts';

const edits = [
  'left',
  'right',
  'home',
  'end',
  'backspace',
  'delete',
  'ctrl-a',
  'ctrl-e',
  'ctrl-u',
  'ctrl-k',
  'ctrl-w',
];

/** A line after some keys; what is no name of a key is typed. */
function edited(keys: readonly string[], line: Line = { text: '', caret: 0 }): Line {
  return keys.reduce((now, key) => editLine(now, { key, text: edits.includes(key) ? '' : key }) ?? now, line);
}

const segmenter = new Intl.Segmenter();

const boundaries = (text: string) => [
  ...Array.from(segmenter.segment(text), ({ index }) => index),
  text.length,
];

describe('a line that is edited', () => {
  it.each([
    ['is typed at the cursor', ['a', 'c', 'left', 'b'], 'abc', 2],
    ['goes to its ends', ['a', 'b', 'home', 'x', 'end', 'y'], 'xaby', 4],
    ['the same with the keys of Emacs', ['a', 'b', 'ctrl-a', 'x', 'ctrl-e', 'y'], 'xaby', 4],
    ['loses what is before the cursor', ['a', 'b', 'left', 'backspace'], 'b', 0],
    ['loses what is after it', ['a', 'b', 'home', 'delete'], 'b', 0],
    ['is cut up to the cursor', ['a', 'b', 'c', 'left', 'ctrl-u'], 'c', 0],
    ['is cut from the cursor on', ['a', 'b', 'c', 'home', 'right', 'ctrl-k'], 'a', 1],
    ['loses a word', ['pilot gate', 'ctrl-w'], 'pilot ', 6],
    ['loses a word and the blanks after it', ['pilot gate  ', 'ctrl-w'], 'pilot ', 6],
    ['stays as it is at its ends', ['a', 'right', 'delete', 'home', 'left', 'backspace'], 'a', 0],
    ['takes a wide character as one', ['日本', 'left', 'backspace'], '本', 0],
    ['takes a family as one', ['x👩‍👩‍👧', 'backspace'], 'x', 1],
    ['takes an accent with its letter', ['e\u0301x', 'left', 'backspace'], 'x', 0],
  ])('%s', (_, keys, text, caret) => {
    expect(edited(keys)).toEqual({ text, caret });
  });

  it('takes several pasted lines as one, at the cursor', () => {
    expect(edited(['ab', 'left', 'one\r\ntwo\n'])).toEqual({ text: 'aone twob', caret: 8 });
    expect(edited(['and', ' sons'])).toEqual({ text: 'and sons', caret: 8 });
  });

  it('takes no control sequence of what is pasted', () => {
    expect(edited(['a\u001b[31mb\u0007\u202ec']).text).toBe('abc');
  });

  it('does what a list of characters with a place would do', () => {
    const typed = fc.constantFrom('a', 'Z', '9', '-', '日', '本', 'é', '👩‍👩‍👧');
    fc.assert(
      fc.property(fc.array(fc.oneof(typed, fc.constantFrom(...edits)), { maxLength: 60 }), (keys) => {
        let [before, behind]: [string[], string[]] = [[], []];
        for (const key of keys) {
          if (key === 'left') behind.unshift(...before.splice(-1));
          else if (key === 'right') before.push(...behind.splice(0, 1));
          else if (key === 'home' || key === 'ctrl-a') [before, behind] = [[], [...before, ...behind]];
          else if (key === 'end' || key === 'ctrl-e') [before, behind] = [[...before, ...behind], []];
          else if (key === 'backspace') before.pop();
          else if (key === 'delete') behind.shift();
          // Nothing typed here is a blank, so a word goes as far as the line.
          else if (key === 'ctrl-u' || key === 'ctrl-w') before = [];
          else if (key === 'ctrl-k') behind = [];
          else before.push(key);
        }
        const text = [...before, ...behind].join('');
        expect(edited(keys)).toEqual({ text, caret: before.join('').length });
      }),
    );
  });

  it('has its cursor between two characters, whatever is typed', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom(...edits));
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 40 }), (keys) => {
        const { text, caret } = edited(keys);
        expect(boundaries(text)).toContain(caret);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('a line that is longer than its field', () => {
  it.each([
    [{ text: 'short', caret: 5 }, 10, 'short▏'],
    [{ text: 'pilot.use-cases', caret: 15 }, 10, '…se-cases▏'],
    [{ text: 'pilot.use-cases', caret: 0 }, 10, '▏pilot.us…'],
    [{ text: 'pilot.use-cases', caret: 8 }, 10, '…lot.us▏e…'],
    [{ text: '日本語日本語', caret: 6 }, 8, '…日本語▏'],
  ])('%j in %i cells is %j', (line, width, shown) => {
    const { before, after } = windowOfLine(line, width);
    expect(`${before}▏${after}`).toBe(shown);
  });

  it('shows the character before the cursor and the one behind it, and fits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.nat(),
        fc.integer({ min: 8, max: 80 }),
        (text, at, width) => {
          const places = boundaries(text);
          const caret = places[at % places.length] ?? 0;
          const shown = windowOfLine({ text, caret }, width);
          expect(stringWidth(`${shown.before}▏${shown.after}`)).toBeLessThanOrEqual(width);
          const isWhole = shown.before + shown.after === text;
          const tail = text.slice(0, caret);
          if (!isWhole && caret > 0) expect(tail.endsWith(shown.before.replace(/^…/, ''))).toBe(true);
          if (!isWhole && caret > 0) expect(shown.before.length).toBeGreaterThan(0);
          if (stringWidth(text) < width) expect(isWhole).toBe(true);
        },
      ),
    );
  });
});
