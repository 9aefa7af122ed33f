import fc from 'fast-check';
import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { keysOf } from '../../../../src/tui/shell/keys/read-keys.ts';
import { reduce } from '../../../../src/tui/shell/reducer.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { rich } from '../support.ts';

const plain = {} as Key;
const segmenter = new Intl.Segmenter();

/** Texts as they are typed: letters that are keys, control characters, wide characters, accents, families. */
const characters = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'jkgG/:?oabnex1234567890[]') },
    { weight: 2, arbitrary: fc.constantFrom('\r', '\t', '\u0015', '\u0004', '\u0001') },
    { weight: 1, arbitrary: fc.constantFrom('日', 'é', 'e\u0301', '👩‍👩‍👧', '🇫🇷', 'ß') },
  ),
  { maxLength: 40 },
);

/** Cuts a text into pieces between characters, as a terminal hands over what was typed quickly. */
function pieces(text: string, cuts: readonly number[]): readonly string[] {
  const places = Array.from(segmenter.segment(text), ({ index }) => index).slice(1);
  const chosen = [...new Set(cuts.map((cut) => places[cut % places.length] ?? 0))].sort(
    (one, other) => one - other,
  );
  return [0, ...chosen].map((from, at) => text.slice(from, chosen[at] ?? text.length));
}

const keysIn = (parts: readonly string[]) => parts.flatMap((part) => keysOf(part, plain));

function typedOn(state: State, parts: readonly string[]): State {
  return keysIn(parts).reduce((now, key) => reduce(registry, now, { type: 'pressed', ...key })[0], state);
}

/** What a person sees of a state: without the functions that forms carry. */
const seen = (state: State) => JSON.stringify(state);

describe('keys that arrive in pieces', () => {
  const cuts = fc.array(fc.nat({ max: 80 }), { maxLength: 10 });

  it('are the same keys, however many of them arrive at once', () => {
    fc.assert(
      fc.property(characters, cuts, (typed, at) => {
        const text = typed.join('');
        expect(keysIn(pieces(text, at))).toEqual(keysOf(text, plain));
      }),
    );
  });

  it('lead to the same screen, on every screen', () => {
    const screen = fc.constantFrom(...registry.screens.map(({ id }) => id));
    fc.assert(
      fc.property(screen, characters, cuts, (from, typed, at) => {
        const text = typed.join('');
        expect(seen(typedOn(rich(from), pieces(text, at)))).toBe(seen(typedOn(rich(from), [text])));
      }),
      { numRuns: 40 },
    );
  });

  it('that are no letters are one key each, and type nothing', () => {
    const keys = keysOf('a\r\t\u0015\u0004日', plain);
    expect(keys.map(({ key }) => key)).toEqual(['a', 'enter', 'tab', 'ctrl-u', 'ctrl-d', '日']);
    expect(keys.map(({ text }) => text)).toEqual(['a', '', '', '', '', '日']);
    // The end of a line as Windows writes it is one key.
    expect(keysOf('x\r\ny', plain).map(({ key }) => key)).toEqual(['x', 'enter', 'y']);
  });
});

describe('a thousand keys', () => {
  it('leave the cursor on a row of the list, whatever they are', () => {
    const key = fc.constantFrom('j', 'k', 'g', 'G', '\u0004', '\u0015', 'O');
    const screen = fc.constantFrom(...registry.screens.map(({ id }) => id));
    fc.assert(
      fc.property(screen, fc.array(key, { minLength: 100, maxLength: 200 }), (from, typed) => {
        const state = typedOn(rich(from), [typed.join('')]);
        const rows = registry.screens.find(({ id }) => id === from)?.rowIds(state) ?? [];
        const cursor = state.cursor[from] ?? 0;
        expect(cursor).toBeGreaterThanOrEqual(0);
        expect(cursor).toBeLessThan(Math.max(1, rows.length));
      }),
      { numRuns: 20 },
    );
  });
});
