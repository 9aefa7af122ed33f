import { describe, expect, it } from 'vitest';
import type { CheckpointFinding } from '../../../src/domain/history/checkpoints/judge-checkpoints.ts';
import { EMPTY_PROOF, type HistoryProof } from '../../../src/domain/history/proof/proof.ts';
import { renderProof, renderProofJson } from '../../../src/report/history/proof.ts';

const head = 'ab'.repeat(32);
const root = 'cd'.repeat(32);
const recorded: CheckpointFinding = {
  kept: 'inside',
  source: 'entry 4',
  size: 3,
  state: 'extended',
  reason: 'the history extends it',
};
const outside: CheckpointFinding = { ...recorded, kept: 'outside', source: '/mnt/audit/one.checkpoint' };
const whole: HistoryProof = { ...EMPTY_PROOF, entries: 160, head, root, checkpoints: [recorded, outside] };
const broken: HistoryProof = {
  ...EMPTY_PROOF,
  whole: false,
  entries: 2,
  head,
  fault: { seq: 3, reason: 'its content does not match its hash' },
  damagedBlobs: ['cd', 'ef'],
  checkpoints: [{ ...outside, state: 'not-reached', reason: 'the history breaks off after entry 2' }],
};

describe('a proof for people', () => {
  it.each([
    ['whole', whole, /^The history is whole: 160 entries, head (ab){32}\nRoot (cd){32}\n/],
    ['empty', EMPTY_PROOF, /^The history is empty\.\n$/],
    ['held against an outside checkpoint', whole, /It extends 2 checkpoints, 1 of them kept elsewhere\./],
    [
      'longer than an outside checkpoint reaches',
      { ...whole, checkpoints: [recorded, { ...outside, source: 'b', size: 150 }, outside] },
      /\nThe newest one covers up to entry 150 of 160 \(b\); the 10 after it are not covered\.\n/,
    ],
    [
      'covered to its end',
      { ...whole, checkpoints: [{ ...outside, size: 160 }] },
      /\nThe newest one covers up to entry 160 of 160 \(\/mnt\/audit\/one\.checkpoint\)\.\n/,
    ],
    [
      'held against a file that was changed on its way',
      { ...whole, checkpoints: [{ ...outside, remark: 'its line ends were changed' }] },
      /\nCheckpoint of \/mnt\/audit\/one\.checkpoint: its line ends were changed\.\n$/,
    ],
    [
      'held against none from outside',
      { ...whole, checkpoints: [recorded] },
      /It extends 1 checkpoint, none of them kept elsewhere: a cut-off end would not be detected\./,
    ],
    ['without any checkpoint', { ...whole, checkpoints: [] }, /No checkpoint was ever made/],
    [
      'with a text that may have been cut',
      { ...whole, fullTexts: 1 },
      /1 text has the largest size that is stored/,
    ],
    ['without some texts', { ...whole, removedBlobs: 3 }, /3 texts were removed; entries record that/],
    [
      'whose second place was away',
      { ...whole, unseen: [{ place: '/mnt/audit', reason: 'there is no such file' }] },
      /\nNot checked: \/mnt\/audit: there is no such file\n$/,
    ],
  ])('of a history that is %s', (_, proof, text) => {
    expect(renderProof(proof)).toMatch(text);
  });

  it('of a broken one says how far it can be trusted and what is wrong', () => {
    expect(renderProof(broken)).toMatchInlineSnapshot(`
      "The history is NOT whole. 2 entries are as they were chained.
      Entry 3: its content does not match its hash.
      Checkpoint of /mnt/audit/one.checkpoint (not-reached): the history breaks off after entry 2.
      Blob cd: missing, or not what was recorded.
      Blob ef: missing, or not what was recorded.
      "
    `);
  });

  it('names where the clock was wrong, and is whole all the same', () => {
    const backwards = Array.from({ length: 25 }, (_, n) => ({
      seq: n + 3,
      at: '2026-11-19T12:00:00.000Z',
      before: '2026-11-20T12:00:00.000Z',
    }));
    const ahead = [{ seq: 2, at: '2031-01-01T00:00:00.000Z' }];
    const text = renderProof({ ...whole, clock: { backwards, ahead, malformed: [] } });
    expect(text).toMatch(/^The history is whole/);
    expect(text).toContain(
      '\nTime goes backwards at entry 3: it is dated 2026-11-19T12:00:00.000Z, and entry 2 2026-11-20T12:00:00.000Z.\n',
    );
    expect(text).toContain('\nand 6 more about times: --json lists all.\n');
    expect(renderProof({ ...whole, clock: { backwards: [], ahead, malformed: [] } })).toContain(
      '\nEntry 2 is dated ahead of the clock of this machine: 2031-01-01T00:00:00.000Z.\n',
    );
  });

  it('is never good when only a text is missing', () => {
    const text = renderProof({ ...whole, whole: false, damagedBlobs: ['cd'] });
    expect(text).toMatch(/^The history is NOT whole\./);
    expect(text).toContain('Blob cd: missing');
  });

  it('lets no checkpoint file write to the terminal', () => {
    const evil = { ...outside, state: 'foreign' as const, reason: 'it is of "\u001b[2Jevil"' };
    expect(renderProof({ ...whole, whole: false, checkpoints: [evil] })).not.toContain('\u001b');
  });
});

describe('a proof for programs', () => {
  it('has every documented member, null where there is nothing', () => {
    expect(JSON.parse(renderProofJson(EMPTY_PROOF))).toEqual({
      format: 'codex-cockpit/proof',
      version: 1,
      authority: [],
      clock: { backwards: [], ahead: [], malformed: [] },
      lost: null,
      whole: true,
      entries: 0,
      head: null,
      root: null,
      fault: null,
      damaged_blobs: [],
      removed_blobs: 0,
      full_texts: 0,
      untold: [],
      checkpoints: [],
      unseen: [],
    });
    expect(JSON.parse(renderProofJson(broken))).toMatchObject({
      whole: false,
      fault: broken.fault,
      damaged_blobs: ['cd', 'ef'],
      checkpoints: [{ kept: 'outside', source: '/mnt/audit/one.checkpoint', size: 3, state: 'not-reached' }],
    });
  });
});
