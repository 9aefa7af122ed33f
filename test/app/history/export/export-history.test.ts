import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ExportRequest, exportHistory } from '../../../../src/app/history/export/export-history.ts';
import { verifyHistory } from '../../../../src/app/history/verify-history.ts';
import { jsonl } from '../../../../src/report/history/export/jsonl.ts';
import { draft, runStarted } from '../../../support/history.ts';
import { type SignedHistory, signedHistory } from '../../../support/signed-history.ts';

/** An export of that history, with what it printed. */
async function exportOf(history: SignedHistory, asked: Partial<ExportRequest> = {}) {
  let printed = '';
  const exported = await exportHistory(
    history.world,
    {},
    {
      form: 'jsonl',
      header: '',
      render: (entries) => entries.map((one) => jsonl.line(one, { version: '1' })).join(''),
      filter: {},
      write: async (text) => {
        printed += text;
      },
      signal: new AbortController().signal,
      ...asked,
    },
  );
  return { ...exported, printed, seqs: seqs(printed) };
}

const seqs = (text: string): number[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).seq);

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** A history, and where its export is kept. */
async function place() {
  const history = await signedHistory();
  const out = join(history.world.root, 'out.jsonl');
  const state = join(history.world.root, 'out.state');
  const { entries } = await verifyHistory(history.world, {});
  return { history, out, state, entries, taken: () => seqs(readFileSync(out, 'utf8')) };
}

describe('an export of the history', () => {
  it('hands over every entry, oldest first', async () => {
    const { history, entries } = await place();
    expect(await exportOf(history)).toMatchObject({ entries, last: entries, seqs: upTo(entries) });
  });

  it('begins after an entry, and leaves out what a filter does not let through', async () => {
    const { history, entries } = await place();
    await history.record();
    expect((await exportOf(history, { after: 2 })).seqs).toEqual(upTo(entries + 1, 3));
    expect((await exportOf(history, { filter: { kinds: ['run'] } })).seqs).toEqual([entries + 1]);
    expect((await exportOf(history, { after: 999 })).seqs).toEqual([]);
  });

  it('hands over more entries than fit in one batch', async () => {
    const { history, entries, out, state, taken } = await place();
    await history.working(async (store) => {
      await store.append(() => Array.from({ length: 1203 }, (_, n) => draft(runStarted(`run-${n}`))));
    });
    await exportOf(history, { out, state });
    expect(taken()).toEqual(upTo(entries + 1203));
  });

  it('refuses where there is no database', async () => {
    const { history } = await place();
    renameSync(history.path, `${history.path}.gone`);
    await expect(exportOf(history)).rejects.toThrow('there is no database');
  });
});

describe('an export that goes on later', () => {
  it('hands over each entry once', async () => {
    const { history, out, state, entries, taken } = await place();
    await exportOf(history, { out, state });
    await history.record();
    expect(await exportOf(history, { out, state })).toMatchObject({ entries: 1, last: entries + 1 });
    expect(await exportOf(history, { out, state })).toMatchObject({ entries: 0, last: entries + 1 });
    expect(taken()).toEqual(upTo(entries + 1));
  });

  it('writes no second copy when its state is lost, unless it is told where to go on', async () => {
    const { history, out, state, entries, taken } = await place();
    await exportOf(history, { out, state });
    rmSync(state);
    await expect(exportOf(history, { out, state })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('there is no state, and the file of the export is not empty'),
    });
    expect(taken()).toEqual(upTo(entries));
    await history.record();
    await exportOf(history, { out, state, after: entries });
    expect(taken()).toEqual(upTo(entries + 1));
  });

  it('does so through a pipe too', async () => {
    const { history, state, entries } = await place();
    await exportOf(history, { state });
    await history.record();
    expect((await exportOf(history, { state })).seqs).toEqual([entries + 1]);
  });

  it('writes its heading once', async () => {
    const { history, out, state } = await place();
    await exportOf(history, { out, state, header: 'heading\n' });
    await history.record();
    await exportOf(history, { out, state, header: 'heading\n' });
    expect(readFileSync(out, 'utf8').match(/heading/g)).toHaveLength(1);
    expect((await exportOf(history, { header: 'heading\n', state: `${state}2` })).printed).toMatch(
      /^heading\n/,
    );
  });

  it('does not forget where it was told to begin', async () => {
    const { history, out, state, entries, taken } = await place();
    await exportOf(history, { out, state, after: entries });
    await history.record();
    await exportOf(history, { out, state, after: 1 });
    expect(taken()).toEqual([entries + 1]);
  });

  it('keeps both files to their owner', async () => {
    const { history, out, state } = await place();
    await exportOf(history, { out, state });
    for (const path of [out, state]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('begins anew in a file that took the place of a rotated one', async () => {
    const { history, out, state, entries, taken } = await place();
    await exportOf(history, { out, state });
    renameSync(out, `${out}.1`);
    await history.record();
    await exportOf(history, { out, state, header: '' });
    expect(taken()).toEqual([entries + 1]);
  });
});

describe('an export that was killed', () => {
  it.each([
    ['before it wrote anything', 0],
    ['in the middle of a line', 0.4],
    ['before it kept its state', 1],
  ])('%s: the next one leaves no entry out and brings none twice', async (_, share) => {
    const { history, out, state, entries, taken } = await place();
    await exportOf(history, { out, state });
    const kept = readFileSync(state, 'utf8');
    const before = statSync(out).size;
    await history.record();
    await exportOf(history, { out, state });
    // What a kill leaves behind: the older state, and a part of what was written after it.
    writeFileSync(state, kept);
    truncateSync(out, before + Math.floor((statSync(out).size - before) * share));
    await history.record();
    await exportOf(history, { out, state });
    expect(taken()).toEqual(upTo(entries + 2));
  });

  it('anywhere, time after time: every entry stands there once', async () => {
    const kill = fc.record({
      recorded: fc.integer({ min: 0, max: 3 }),
      // How much of what was written after the state was kept reached the file.
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(kill, { minLength: 1, maxLength: 4 }), async (kills) => {
        const { history, out, state, entries, taken } = await place();
        let count = entries;
        await exportOf(history, { out, state });
        for (const { recorded, share } of kills) {
          const kept = readFileSync(state, 'utf8');
          const before = statSync(out).size;
          for (let n = 0; n < recorded; n++) await history.record();
          count += recorded;
          await exportOf(history, { out, state });
          writeFileSync(state, kept);
          truncateSync(out, before + Math.floor((statSync(out).size - before) * share));
        }
        await exportOf(history, { out, state });
        expect(taken()).toEqual(upTo(count));
      }),
      { numRuns: 10 },
    );
  });

  it.each(['4194305\n', `${process.pid}\n`, '1\n'])(
    'by an earlier version leaves a lock that stops nobody, whichever process has its number now: %j',
    async (left) => {
      const { history, state, entries } = await place();
      writeFileSync(`${state}.lock`, left);
      expect((await exportOf(history, { state })).seqs).toEqual(upTo(entries));
    },
  );
});

describe('an export refuses', () => {
  it('a state that another export is using', async () => {
    const { history, state } = await place();
    let second: Promise<unknown> | undefined;
    await exportOf(history, {
      state,
      write: async () => {
        second ??= exportOf(history, { state });
        await expect(second).rejects.toThrow('another export is using this state');
      },
    });
    expect(second).toBeDefined();
  });

  it('a state of another form, and a file that is no state', async () => {
    const { history, state } = await place();
    await exportOf(history, { state });
    await expect(exportOf(history, { state, form: 'csv' })).rejects.toThrow('an export as jsonl');
    writeFileSync(state, '{}');
    await expect(exportOf(history, { state })).rejects.toThrow('not the state of an export');
  });

  it('to go on in another history', async () => {
    const { history, state } = await place();
    await exportOf(history, { state });
    history.rewrite((entries) => entries.map((entry) => ({ ...entry, actor: 'mallory@example.com' })));
    await expect(exportOf(history, { state })).rejects.toThrow('does not go on from what was exported');
  });

  it('to write behind what somebody else wrote', async () => {
    const { history, out, state } = await place();
    await exportOf(history, { out, state });
    writeFileSync(out, `${readFileSync(out, 'utf8')}something else\n`);
    await history.record();
    await expect(exportOf(history, { out, state })).rejects.toThrow('is not what this export wrote');
  });
});

describe('an export that follows', () => {
  it('hands over what is recorded while it waits, and ends when asked', async () => {
    const { history, entries } = await place();
    const stop = new AbortController();
    const seen: number[] = [];
    let recorded: Promise<void> | undefined;
    const exported = await exportOf(history, {
      follow: true,
      signal: stop.signal,
      write: async (text) => {
        seen.push(...seqs(text));
        recorded ??= history.record();
        if (seen.includes(entries + 1)) stop.abort();
      },
    });
    await recorded;
    expect(seen).toEqual(upTo(entries + 1));
    expect(exported).toMatchObject({ entries: entries + 1, last: entries + 1 });
  });

  it('waits for a slow reader instead of reading on', async () => {
    const { history } = await place();
    const order: string[] = [];
    await exportOf(history, {
      render: (entries) => {
        order.push('render');
        return entries.map(() => 'x\n').join('');
      },
      write: async () => {
        await new Promise((done) => setImmediate(done));
        order.push('taken');
      },
    });
    expect(order).toEqual(['render', 'taken']);
  });
});

describe('a file that is rotated while an export follows', () => {
  /** An export that follows into a file, with a heading, until the test ends it. */
  async function following() {
    const there = await place();
    const stop = new AbortController();
    const ended = exportOf(there.history, {
      out: there.out,
      state: there.state,
      header: 'heading\n',
      follow: true,
      signal: stop.signal,
    });
    const end = async () => {
      stop.abort();
      await ended;
    };
    const has = (...wanted: number[]) =>
      vi.waitFor(() => expect(there.taken()).toEqual(wanted), { timeout: 20_000, interval: 20 });
    await has(...upTo(there.entries));
    // Until then, what is removed is written again.
    await vi.waitFor(() => expect(readFileSync(there.state, 'utf8')).toContain(`"seq":${there.entries},`));
    return { ...there, end, has };
  }

  it('goes on in a new one with its heading, and the next export there too', async () => {
    const { history, out, state, entries, taken, end, has } = await following();
    renameSync(out, `${out}.1`);
    await history.record();
    await has(entries + 1);
    expect(readFileSync(out, 'utf8')).toMatch(/^heading\n\{/);
    await end();
    await history.record();
    await exportOf(history, { out, state, header: 'heading\n' });
    expect(taken()).toEqual([entries + 1, entries + 2]);
    expect(seqs(readFileSync(`${out}.1`, 'utf8'))).toEqual(upTo(entries));
  });

  it('loses no entry when the renamed one is removed', async () => {
    const { history, out, entries, end, has } = await following();
    renameSync(out, `${out}.1`);
    rmSync(`${out}.1`);
    await history.record();
    await has(entries + 1);
    await end();
  });

  it('goes on in one that somebody else made, or cut to nothing', async () => {
    const { history, out, state, entries, taken, end, has } = await following();
    renameSync(out, `${out}.1`);
    writeFileSync(out, '');
    await history.record();
    await has(entries + 1);
    truncateSync(out, 0);
    await history.record();
    await has(entries + 2);
    await end();
    await history.record();
    await exportOf(history, { out, state });
    expect(taken()).toEqual([entries + 2, entries + 3]);
  });
});
