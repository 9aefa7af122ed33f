import { describe, expect, it } from 'vitest';
import type { HistoryProof } from '../../src/domain/audit/proof.ts';
import { renderProofJson, renderProofText } from '../../src/report/proof.ts';

const head = 'ab'.repeat(32);
const whole: HistoryProof = { whole: true, entries: 160, head, fault: undefined, damagedBlobs: [] };
const broken: HistoryProof = {
  whole: false,
  entries: 2,
  head,
  fault: { seq: 3, reason: 'its content does not match its hash' },
  damagedBlobs: ['cd', 'ef'],
};

describe('a proof for people', () => {
  it.each([
    ['whole', whole, `The history is whole: 160 entries, head ${head}\n`],
    ['empty', { ...whole, entries: 0, head: undefined }, 'The history is empty.\n'],
  ])('of a history that is %s', (_, proof, text) => {
    expect(renderProofText(proof)).toBe(text);
  });

  it('of a broken one says how far it can be trusted and what is wrong', () => {
    expect(renderProofText(broken)).toMatchInlineSnapshot(`
      "The history is NOT whole. 2 entries before the fault are.
      Entry 3: its content does not match its hash.
      Blob cd: missing, or not what was recorded.
      Blob ef: missing, or not what was recorded.
      "
    `);
  });

  it('is never good when only a text is missing', () => {
    const text = renderProofText({ ...whole, whole: false, damagedBlobs: ['cd'] });
    expect(text).toMatch(/^The history is NOT whole\./);
    expect(text).toContain('Blob cd: missing');
  });
});

describe('a proof for programs', () => {
  it('has every documented member, null where there is nothing', () => {
    expect(JSON.parse(renderProofJson({ ...whole, entries: 0, head: undefined }))).toEqual({
      format: 'codex-cockpit/proof',
      version: 1,
      whole: true,
      entries: 0,
      head: null,
      fault: null,
      damaged_blobs: [],
    });
    expect(JSON.parse(renderProofJson(broken))).toMatchObject({
      whole: false,
      fault: broken.fault,
      damaged_blobs: ['cd', 'ef'],
    });
  });
});
