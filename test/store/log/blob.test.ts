import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BLOB_BYTES, toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { draft, runStarted, testStore } from '../../support/history.ts';
import { asAnyClient } from '../../support/store-files.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a text as evidence', () => {
  it('is named by the digest of its bytes, as sha256sum would tell it', () => {
    expect(toBlob('codex-cli 0.139.0\n').sha256).toBe(
      createHash('sha256').update('codex-cli 0.139.0\n').digest('hex'),
    );
  });

  it('names in its entry what is stored, not what was cut off', () => {
    const blob = toBlob('x'.repeat(MAX_BLOB_BYTES + 1));
    expect(toEvidence('codex doctor', blob)).toEqual({
      label: 'codex doctor',
      sha256: sha256(Buffer.from('x'.repeat(MAX_BLOB_BYTES))),
      size: MAX_BLOB_BYTES,
    });
  });

  it.each([
    ['a byte below the limit', MAX_BLOB_BYTES - 1, MAX_BLOB_BYTES - 1, undefined],
    ['at the limit', MAX_BLOB_BYTES, MAX_BLOB_BYTES, undefined],
    ['a byte above it', MAX_BLOB_BYTES + 1, MAX_BLOB_BYTES, MAX_BLOB_BYTES + 1],
    ['of nothing', 0, 0, undefined],
  ])('%s keeps what fits and says how long it was', (_, length, size, truncatedFrom) => {
    expect(toBlob('x'.repeat(length))).toMatchObject({ size, truncatedFrom });
  });

  it('is cut between characters, wherever the limit falls', () => {
    fc.assert(
      fc.property(fc.constantFrom('é', '€', '😀', 'a'), fc.nat(8), (character, offset) => {
        const text = 'x'.repeat(MAX_BLOB_BYTES - offset) + character.repeat(12);
        const { bytes, size, sha256: digest, truncatedFrom } = toBlob(text);
        const kept = Buffer.from(bytes).toString('utf8');
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.isWellFormed()).toBe(true);
        expect(size).toBeGreaterThan(MAX_BLOB_BYTES - 4);
        expect(size).toBeLessThanOrEqual(MAX_BLOB_BYTES);
        expect(digest).toBe(sha256(bytes));
        expect(truncatedFrom).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

describe('evidence in the database', () => {
  const count = (path: string) =>
    asAnyClient(path, (raw) => raw.prepare('SELECT count(*) FROM blob').pluck().get());

  it('is stored once, however many entries name it', async () => {
    const store = await testStore();
    const [one, other] = [toBlob('one'), toBlob('other')];
    await store.append(() => [draft(runStarted('r1'), { blobs: [one, one, other] })]);
    await store.append(() => [draft(runStarted('r2'), { blobs: [other, one] })]);
    expect(count(store.path)).toBe(2);
    expect(await store.blob(one.sha256)).toEqual({ text: 'one', size: 3, truncatedFrom: undefined });
  });

  it('says how long it was when it was cut', async () => {
    const store = await testStore();
    const blob = toBlob('€'.repeat(MAX_BLOB_BYTES));
    await store.append(() => [draft(runStarted('r1'), { blobs: [blob] })]);
    const stored = await store.blob(blob.sha256);
    expect(stored).toMatchObject({ size: blob.size, truncatedFrom: 3 * MAX_BLOB_BYTES });
    expect(stored?.text).toBe('€'.repeat(Math.floor(MAX_BLOB_BYTES / 3)));
  });

  it('goes with its entry: refused together, nothing of it is stored', async () => {
    const store = await testStore();
    const drafts = [draft(runStarted('r1'), { blobs: [toBlob('one')] }), draft(runStarted('r1'))];
    await expect(store.append(() => drafts)).rejects.toThrow();
    expect(count(store.path)).toBe(0);
  });

  it('comes back as it was, whatever it was', async () => {
    const store = await testStore();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.uuid(), async (text, run) => {
        const blob = toBlob(text);
        await store.append(() => [draft(runStarted(run), { blobs: [blob] })]);
        expect((await store.blob(blob.sha256))?.text).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});

describe('all stored texts', () => {
  it('are read in the order of their digests, however many there are', async () => {
    const store = await testStore();
    const blobs = Array.from({ length: 120 }, (_, n) => toBlob(`text ${n}`));
    await store.append(() => [{ ...draft(runStarted('r1')), blobs }]);
    const read = await Array.fromAsync(store.blobs());
    expect(read.map((one) => one.sha256)).toEqual(blobs.map((one) => one.sha256).sort());
    for (const { bytes, sha256: digest } of read) expect(sha256(bytes)).toBe(digest);
  });
});
