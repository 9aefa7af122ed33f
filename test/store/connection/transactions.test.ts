import { describe, expect, it, onTestFinished } from 'vitest';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { draft, rolloutStarted, runStarted, testStore } from '../../support/history.ts';

async function readerAndWriter() {
  const writer = await testStore();
  await writer.append(() => [draft(rolloutStarted)]);
  const reader = await openReadStore(writer.path);
  onTestFinished(() => reader.close());
  return { reader, writer };
}

describe('what is read at one moment', () => {
  it('does not change while others record, who need not wait', async () => {
    const { reader, writer } = await readerAndWriter();
    const counts = await reader.atOneMoment(async () => {
      const before = await reader.countEntries();
      await writer.append(() => [draft(runStarted('r1'))]);
      return [before, await reader.countEntries(), (await reader.verify()).entries];
    });
    expect(counts).toEqual([1, 1, 1]);
    expect(await reader.countEntries()).toBe(2);
  });

  it('is over when the work fails', async () => {
    const { reader, writer } = await readerAndWriter();
    const failing = reader.atOneMoment(async () => {
      await reader.countEntries();
      throw new Error('no more paper');
    });
    await expect(failing).rejects.toThrow('no more paper');
    await writer.append(() => [draft(runStarted('r1'))]);
    expect(await reader.countEntries()).toBe(2);
  });
});
