import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyFind, fuzzyRank } from '../../../../src/tui/shell/palette/fuzzy.ts';

const found = (names: readonly string[], typed: string) =>
  fuzzyFind(
    names.map((name) => ({ name })),
    typed,
  ).map(({ name }) => name);

const commands = [
  'stop the run',
  'run the selected check',
  'run',
  'move the pin to another version',
  'the runbooks',
  'overrun',
];

describe('what is typed finds', () => {
  it('the whole name first, then its beginning, beginnings of words, parts of words', () => {
    expect(found(commands, 'run')).toEqual([
      'run',
      'run the selected check',
      'stop the run',
      'the runbooks',
      'overrun',
    ]);
  });

  it.each([
    ['rsc', ['run the selected check']],
    ['mvpin', ['move the pin to another version']],
    ['RUN', ['run', 'run the selected check', 'stop the run', 'the runbooks', 'overrun']],
    ['pin move', ['move the pin to another version']],
    ['selected stop', []],
    ['xyz', []],
    // The letters are there in this order, but scattered.
    ['osct', []],
  ])('by %j: %j', (typed, names) => {
    expect(found(commands, typed)).toEqual(names);
  });

  it('a word with a letter too few, and of names that begin alike the shorter one first', () => {
    expect(found(['rollout owner', 'security owner'], 'scurity owner')).toEqual(['security owner']);
    expect(found(['pilot.cases.more', 'pilot.cases'], 'pilot')).toEqual(['pilot.cases', 'pilot.cases.more']);
  });

  it('by further words too, but a name comes first', () => {
    const rows = [
      { name: 'a', words: 'item pilot' },
      { name: 'pilot', words: 'phase' },
    ];
    expect(fuzzyFind(rows, 'pilot').map(({ name }) => name)).toEqual(['pilot', 'a']);
    expect(fuzzyFind(rows, 'pilot item').map(({ name }) => name)).toEqual(['a']);
  });

  it('everything in its order when nothing is typed', () => {
    expect(found(commands, ' ')).toEqual(commands);
  });

  it('every name by itself, by its beginning and by its words in any order', () => {
    const name = fc
      .array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 })
      .map((words) => words.join('.'));
    fc.assert(
      fc.property(name, fc.nat(), (text, cut) => {
        expect(fuzzyRank({ name: text }, text)).toBe(0);
        expect(fuzzyRank({ name: text }, text.slice(0, cut % text.length))).toBeLessThanOrEqual(1);
        const words = text.split('.').reverse().join(' ');
        expect(fuzzyRank({ name: text }, words)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('nothing that lacks one of the letters', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-y ]{0,30}$/),
        fc.stringMatching(/^[a-y]{0,5}z[a-y]{0,5}$/),
        (name, typed) => {
          expect(fuzzyRank({ name }, typed)).toBeUndefined();
        },
      ),
    );
  });

  const words = fc.array(fc.stringMatching(/^[a-d]{1,4}$/), { minLength: 1, maxLength: 4 });
  const several = fc.array(
    words.map((one) => one.join(' ')),
    { maxLength: 12 },
  );

  it('fewer names, and none that it did not find before, by one word more', () => {
    fc.assert(
      fc.property(
        several,
        fc.stringMatching(/^[a-d]{1,4}$/),
        fc.stringMatching(/^[a-d]{1,4}$/),
        (names, one, other) => {
          const wider = new Set(found(names, one));
          for (const name of found(names, `${one} ${other}`)) expect(wider).toContain(name);
        },
      ),
    );
  });

  it('the same names in the same order, whatever else is offered beside them', () => {
    fc.assert(
      fc.property(several, several, fc.stringMatching(/^[a-d]{1,4}$/), (names, others, typed) => {
        const known = new Set(names);
        const beside = others.filter((name) => !known.has(name));
        expect(found([...names, ...beside], typed).filter((name) => known.has(name))).toEqual(
          found(names, typed),
        );
      }),
    );
  });

  it('a name by any of its words, however it is written', () => {
    fc.assert(
      fc.property(words, fc.nat(), (name, at) => {
        const word = name[at % name.length] ?? '';
        expect(fuzzyRank({ name: name.join(' ') }, ` ${name.join(' ')} `)).toBe(0);
        for (const typed of [word, word.toUpperCase(), `  ${word} `])
          expect(found([name.join(' ')], typed)).toHaveLength(1);
      }),
    );
  });
});
