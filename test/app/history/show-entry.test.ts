import { describe, expect, it } from 'vitest';
import { showEntry } from '../../../src/app/history/show-entry.ts';
import { openHistory } from '../../../src/app/world/session.ts';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { type Blob, toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, draft, rolloutStarted, runStarted, testStore } from '../../support/history.ts';
import { tamperedCopy } from '../../support/store-files.ts';
import { testWorld } from '../../support/world.ts';

const published = (revision: number, text: Blob): CockpitEvent => ({
  kind: 'runbook.published',
  body: {
    v: 1,
    runbook: 'pilot',
    revision,
    text: toEvidence('runbooks/pilot.md', text),
    declaration: {},
    reason: 'ours',
    run: null,
    waived: 'a test',
  },
});

const passed: CockpitEvent = {
  kind: 'phase.passed',
  body: {
    v: 1,
    phase: 'pilot',
    pin: '0.139.0',
    evidence_sha256: '',
    items: [
      {
        item: 'pilot.version',
        state: 'satisfied',
        evidence: [
          { kind: 'check', key: 'cli.version', seq: 3, sha256: '' },
          { kind: 'check', key: 'cli.path', seq: 2, sha256: '' },
        ],
      },
    ],
    sign_offs: [{ person: 'ada@example.com', role: 'rollout owner', seq: 3, signed: false }],
  },
};

describe('an entry that is shown', () => {
  it('names what it rests on, oldest first', async () => {
    const store = await testStore();
    await store.append(() => [
      draft(rolloutStarted),
      draft(checkFinished('r1', 'cli.path')),
      draft(checkFinished('r1')),
      draft(passed),
    ]);
    const { entry, restsOn } = await showEntry(store, 4);
    expect(entry).toMatchObject({ seq: 4, event: { kind: 'phase.passed' } });
    expect(restsOn.map(({ seq }) => seq)).toEqual([2, 3]);
    const before = await showEntry(store, 2);
    expect(before.restOnIt.map(({ seq }) => seq)).toEqual([4]);
  });

  it('says under which pin and in which phase it was recorded', async () => {
    const store = await testStore();
    await store.append(() => [
      draft(rolloutStarted),
      draft(runStarted('r1')),
      draft(passed),
      draft({ kind: 'rollout.pin-moved', body: { v: 1, from: '0.139.0', to: '0.150.0', reason: 'new' } }),
      draft({ kind: 'phase.revisited', body: { v: 1, phase: 'pilot', reason: 'again' } }),
      draft(runStarted('r2')),
    ]);
    const held = async (seq: number) => (await showEntry(store, seq)).circumstances;
    expect(await held(1)).toEqual({ pin: undefined, phase: undefined });
    expect(await held(3)).toEqual({ pin: '0.139.0', phase: 'pilot' });
    expect(await held(4)).toEqual({ pin: '0.139.0', phase: 'standardize' });
    expect(await held(5)).toEqual({ pin: '0.150.0', phase: 'standardize' });
    expect(await held(6)).toEqual({ pin: '0.150.0', phase: 'pilot' });
  });

  it('has its texts, each once, with the size that a long one had', async () => {
    const store = await testStore();
    const short = toBlob('exit 0\n');
    const long = toBlob('x'.repeat(300_000));
    const evidence = [toEvidence('first', short), toEvidence('again', short), toEvidence('long', long)];
    await store.append(() => [draft(checkFinished('r1', 'cli.version', evidence), { blobs: [short, long] })]);
    const { texts } = await showEntry(store, 1);
    expect(texts).toMatchObject([
      { label: 'first', state: 'kept', text: 'exit 0\n', truncatedFrom: undefined },
      { label: 'long', state: 'kept', size: 262_144, truncatedFrom: 300_000 },
    ]);
  });

  it('tells a text that was let go from one that is gone', async () => {
    const store = await testStore();
    const [let_go, lost] = [toBlob('let go'), toBlob('lost')];
    const removal: CockpitEvent = {
      kind: 'blobs.removed',
      body: {
        v: 1,
        older_than: '90d',
        larger_than: '1KiB',
        removed: [{ digest: let_go.sha256, bytes: let_go.size }],
      },
    };
    const evidence = [toEvidence('let go', let_go), toEvidence('lost', lost)];
    await store.append(() => [
      draft(checkFinished('r1', 'cli.version', evidence), { blobs: [let_go, lost] }),
      draft(removal),
    ]);
    await store.close();
    const db = tamperedCopy(store.path, 'DELETE FROM blob');
    const read = await openHistory(testWorld(), { db });
    const { texts } = await showEntry(read, 1);
    await read?.close();
    expect(texts.map(({ state, text }) => ({ state, text }))).toEqual([
      { state: 'removed', text: undefined },
      { state: 'missing', text: undefined },
    ]);
  });

  it('has the text that a revision took the place of', async () => {
    const store = await testStore();
    const [one, two] = [toBlob('one\n'), toBlob('two\n')];
    await store.append(() => [
      draft(published(1, one), { subject: 'runbook/pilot', blobs: [one] }),
      draft(published(1, two), { subject: 'runbook/other', blobs: [two] }),
      draft(published(2, two), { subject: 'runbook/pilot' }),
    ]);
    expect((await showEntry(store, 1)).revision).toMatchObject({ before: undefined, after: 'one\n' });
    expect((await showEntry(store, 3)).revision).toEqual({
      name: 'runbooks/pilot.md',
      before: 'one\n',
      after: 'two\n',
    });
  });

  it.each([0, 2, 99])('is refused when there is no number %i', async (seq) => {
    const store = await testStore();
    await store.append(() => [draft(rolloutStarted)]);
    await expect(showEntry(store, seq)).rejects.toMatchObject({ exitCode: 2 });
    await expect(showEntry(undefined, seq)).rejects.toMatchObject({ exitCode: 2 });
  });
});
