import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNote, parseNote } from '../../../../src/domain/history/checkpoints/note.ts';
import {
  judgeNote,
  parseSigningKey,
  parseVerifierKey,
  signingKeyFromSeed,
  signNote,
} from '../../../../src/domain/history/checkpoints/note-key.ts';

// The example of Go's golang.org/x/mod/sumdb/note, made by another implementation.
const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const petersText =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const petersNote = `${petersText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
const petersSecret = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';

const key = signingKeyFromSeed('codex-cockpit/test', Buffer.alloc(32, 7));
const other = signingKeyFromSeed('codex-cockpit/test', Buffer.alloc(32, 8));

describe('a note of another implementation', () => {
  it('is accepted with its public key', () => {
    expect(judgeNote(parseNote(petersNote), [peter])).toEqual({ outcome: 'signed', by: peter });
  });

  it('is made byte by byte with its private key', () => {
    expect(signNote(petersText, parseSigningKey(petersSecret))).toBe(petersNote);
  });
});

describe('a note', () => {
  it('that we signed is accepted with our public half, as it is handed on', () => {
    const known = parseVerifierKey(key.verifier.text);
    expect(judgeNote(parseNote(signNote('a text\n', key)), [known])).toEqual({
      outcome: 'signed',
      by: known,
    });
  });

  it('of nobody we know is not taken for signed', () => {
    expect(judgeNote(parseNote(petersNote), [key.verifier])).toEqual({ outcome: 'unknown' });
    expect(judgeNote(parseNote(petersNote), [])).toEqual({ outcome: 'unknown' });
  });

  it('whose text was changed is a forgery in the name of its signer', () => {
    const note = parseNote(petersNote);
    expect(judgeNote({ ...note, text: note.text.replace('problem', 'trouble') }, [peter])).toEqual({
      outcome: 'forged',
      name: 'PeterNeumann',
    });
  });

  it('is spoiled by one false signature in a known name, wherever it stands', () => {
    const note = parseNote(signNote('a text\n', key));
    const [good] = note.signatures;
    if (!good) throw new Error('no signature');
    const bad = { ...good, bytes: Buffer.alloc(64) };
    for (const signatures of [
      [good, bad],
      [bad, good],
    ])
      expect(judgeNote({ ...note, signatures }, [key.verifier]).outcome).toBe('forged');
  });

  it('may be signed by strangers besides, such as witnesses', () => {
    const ours = parseNote(signNote('a text\n', key));
    const theirs = parseNote(signNote('a text\n', other));
    const both = formatNote({ ...ours, signatures: [...theirs.signatures, ...ours.signatures] });
    expect(judgeNote(parseNote(both), [key.verifier]).outcome).toBe('signed');
  });

  it('is signed only in a form that everybody reads', () => {
    expect(() => signNote('no end of line', key)).toThrow('not a signed note');
    expect(() => signNote('a\ttab\n', key)).toThrow('not a signed note');
  });
});

describe('a key', () => {
  it('comes back from the texts in which its halves are kept', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const made = signingKeyFromSeed('codex-cockpit/x', seed);
        expect(parseSigningKey(`${made.secretText}\n`).secretText).toBe(made.secretText);
        expect(parseVerifierKey(`${made.verifier.text}\n`).text).toBe(made.verifier.text);
      }),
      { numRuns: 20 },
    );
  });

  it('of the same name and other bytes has another id', () => {
    expect(key.verifier.id).not.toBe(other.verifier.id);
  });

  it.each([
    ['another id', peter.text.replace('c74f20a3', 'c74f20a4')],
    ['no id', peter.text.replace('+c74f20a3', '')],
    ['an unknown type', `PeterNeumann+c74f20a3+${Buffer.alloc(33, 2).toString('base64')}`],
    ['too few bytes', `PeterNeumann+c74f20a3+${Buffer.alloc(32, 1).toString('base64')}`],
    ['a space in its name', peter.text.replace('Peter', 'Peter ')],
    ['nothing at all', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(/^(not )?a public key/);
  });

  it('that is secret is not shown by the message that refuses it', () => {
    const broken = petersSecret.replace('c74f20a3', 'c74f20a4');
    expect(() => parseSigningKey(broken)).toThrow(/^a private key that does not match its own id$/);
    expect(() => parseSigningKey(`${petersSecret}!`)).toThrow(/^not a private key of the form [^Z]*$/);
  });

  it('has a name that a note can carry', () => {
    expect(() => signingKeyFromSeed('two words', Buffer.alloc(32))).toThrow('cannot name a key');
  });
});
