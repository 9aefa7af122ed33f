import { describe, expect, it } from 'vitest';
import { parseCheckpoint, signCheckpoint } from '../../../../src/domain/history/checkpoints/checkpoint.ts';
import {
  judgeNote,
  parseVerifierKey,
  signingKeyFromSeed,
} from '../../../../src/domain/history/checkpoints/note-key.ts';
import { ctRoots } from '../../../support/merkle.ts';

// The text of a checkpoint of Go's public checksum database.
const goSum = `go.sum database tree
11131
1VQGiDzZkmk2cy1CmVqjNQnWJfP1pBeE5X3TmwUmcPo=

`;
const line = `— name ${Buffer.alloc(68, 1).toString('base64')}\n`;
const key = signingKeyFromSeed('codex-cockpit/test', Buffer.alloc(32, 7));
const root = ctRoots[7] ?? '';

describe('a checkpoint', () => {
  it('is three lines and a signature', () => {
    const note = signCheckpoint({ size: 8, root }, key);
    expect(note.split('\n').slice(0, 4)).toEqual([
      'codex-cockpit/test',
      '8',
      'XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=',
      '',
    ]);
    expect(note.split('\n')[4]).toMatch(/^— codex-cockpit\/test [A-Za-z0-9+/]{91}=$/);
  });

  it('comes back as it was signed, and its signature holds', () => {
    const read = parseCheckpoint(signCheckpoint({ size: 8, root }, key));
    expect(read).toMatchObject({ origin: 'codex-cockpit/test', size: 8, root });
    expect(judgeNote(read.note, [parseVerifierKey(key.verifier.text)]).outcome).toBe('signed');
  });

  it('of another log is read too, with a name of several words and with more lines', () => {
    expect(parseCheckpoint(goSum + line)).toMatchObject({ origin: 'go.sum database tree', size: 11131 });
    expect(parseCheckpoint(`${goSum.trimEnd()}\nan extension\n\n${line}`).size).toBe(11131);
  });

  it('may be of an empty history', () => {
    expect(parseCheckpoint(goSum.replace('11131', '0') + line).size).toBe(0);
  });

  it.each([
    ['a zero before its size', goSum.replace('11131', '011131')],
    ['a sign before its size', goSum.replace('11131', '+11131')],
    ['a size beyond counting', goSum.replace('11131', '9007199254740993')],
    ['a size in hex', goSum.replace('11131', '0x10')],
    ['no size', goSum.replace('11131\n', '')],
    ['no origin', goSum.replace('go.sum database tree', '')],
    ['a root that is too short', goSum.replace('1VQG', '')],
    ['a root with loose bits', goSum.replace('cPo=', 'cPp=')],
    ['an empty line among its lines', goSum.replace('11131\n', '11131\n\n')],
    ['only an origin', 'origin\n\n'],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text + line)).toThrow(/^not a checkpoint: /);
  });

  it('without a signature is none', () => {
    expect(() => parseCheckpoint(goSum)).toThrow(/^not a signed note: /);
  });
});
