import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNote, isKeyName, parseNote } from '../../../../src/domain/history/checkpoints/note.ts';

const signature =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const example = `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n${signature}`;

describe('a signed note', () => {
  it('is a text and the signatures below its last empty line', () => {
    const note = parseNote(example);
    expect(note.text).toMatch(/^If you think[\s\S]*problem is\.\n$/);
    expect(note.signatures).toMatchObject([{ name: 'PeterNeumann', keyId: 'c74f20a3' }]);
    expect(note.signatures[0]?.bytes).toHaveLength(64);
  });

  it('may hold empty lines in its text, which ends before the last one', () => {
    expect(parseNote(`one\n\ntwo\n\n${signature}`).text).toBe('one\n\ntwo\n');
  });

  it('may carry the signatures of several witnesses', () => {
    expect(parseNote(`one\n\n${signature.repeat(16)}`).signatures).toHaveLength(16);
  });

  it('is written again byte by byte', () => {
    expect(formatNote(parseNote(example))).toBe(example);
  });

  it.each([
    ['empty', ''],
    ['without an empty line', `one\n${signature}`],
    ['without a signature', 'one\n\n'],
    ['without an end of its last line', example.slice(0, -1)],
    ['with Windows line ends', example.replaceAll('\n', '\r\n')],
    ['with a tab', example.replace(' ', '\t')],
    ['with a NUL', example.replace('If', 'I\0f')],
    ['with a lone surrogate', example.replace('If', '\ud800')],
    ['with a hyphen for the dash', example.replace('—', '-')],
    ['with two spaces', example.replace('— ', '—  ')],
    ['with a plus in the name', example.replace('PeterNeumann', 'Peter+Neumann')],
    ['with a wide space in the name', example.replace('PeterNeumann', 'Peter\u3000Neumann')],
    ['without padding', example.replace('nAM=', 'nAM')],
    ['with loose bits in the base64', example.replace('nAM=', 'nAN=')],
    ['with the base64 of addresses', example.replace('x08go/', 'x08go_')],
    ['with only an id for a signature', `one\n\n— name ${Buffer.alloc(4).toString('base64')}\n`],
    ['with text after the signatures', `${example}more\n`],
    ['with more signatures than anybody needs', `one\n\n${signature.repeat(65)}`],
    ['longer than a note ever is', `${'x'.repeat(70_000)}\n\n${signature}`],
  ])('is refused %s', (_, source) => {
    expect(() => parseNote(source)).toThrow(/^not a signed note: /);
  });

  it('is never more than what was written, whatever is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), mutated), (source) => {
        try {
          expect(formatNote(parseNote(source))).toBe(source);
        } catch (cause) {
          expect(cause).toMatchObject({ exitCode: 2 });
        }
      }),
    );
  });
});

/** The example with one stretch replaced. */
const mutated = fc
  .tuple(fc.nat(example.length), fc.nat(5), fc.string({ unit: 'grapheme', maxLength: 5 }))
  .map(([at, length, text]) => example.slice(0, at) + text + example.slice(at + length));

describe('the name of a key', () => {
  it.each(['example.com/log', 'codex-cockpit/019aa', 'Ærø'])('may be %s', (name) => {
    expect(isKeyName(name)).toBe(true);
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\nb', '\ud800'])('may not be %j', (name) => {
    expect(isKeyName(name)).toBe(false);
  });
});
