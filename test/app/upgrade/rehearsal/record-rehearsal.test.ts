import { describe, expect, it } from 'vitest';
import {
  listRehearsals,
  readRehearsal,
  recordRehearsal,
} from '../../../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { testStore } from '../../../support/history.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';
import { testWorld } from '../../../support/world.ts';

describe('a recorded rehearsal', () => {
  it('is read back as it was, with its witness and the lines that use what is gone', async () => {
    const store = await testStore();
    const difference = ratedDifference({
      witness: { files: { '$CODEX_HOME/config.toml': 'a = 1' }, lines: ['"$CODEX" mcp-server --help'] },
      tried: {
        script: { pin: 'p', candidate: 'c' },
        pin: { exit: 0, said: '' },
        candidate: { exit: null, said: 'no such command' },
        confirmed: false,
      },
    });
    const area = ratedArea([difference], {
      gaps: [{ what: 'login', reason: 'needs an account', on: 'both' }],
      errors: [{ on: 'candidate', message: 'no answer' }],
    });
    const unsearched = { files: [{ file: 'big.sh', reason: 'too large' }], total: 21 };
    const rehearsal = rehearsalOf([area], { unsearched });
    const seq = await recordRehearsal(testWorld(), store, rehearsal);
    const read = await readRehearsal(store, undefined);
    expect(read.rehearsal).toEqual({ ...rehearsal, at: read.head.at });
    expect(read.head).toMatchObject({
      seq,
      body: { verdict: 'blocked', blockers: ['commands: codex mcp-server'], counts: { blocker: 1 } },
    });
  });

  it('keeps every difference of an area that is larger than a stored text may be', async () => {
    const store = await testStore();
    const many = Array.from({ length: 900 }, (_, index) =>
      ratedDifference({
        id: `commands: ${index}`,
        key: String(index),
        raw: { pin: 'x'.repeat(500), candidate: undefined },
      }),
    );
    await recordRehearsal(testWorld(), store, rehearsalOf([ratedArea(many)]));
    const { head, rehearsal } = await readRehearsal(store, '0.169.0');
    expect(head.body.parts.length).toBeGreaterThan(2);
    expect(rehearsal.areas).toHaveLength(1);
    expect(rehearsal.areas[0]).toMatchObject({ compared: 30 });
    expect(rehearsal.areas[0]?.differences.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  });

  it('is found by its id, the number of its entry or its candidate, the newest first', async () => {
    const store = await testStore();
    const world = testWorld();
    const first = await recordRehearsal(world, store, rehearsalOf([]));
    await recordRehearsal(world, store, rehearsalOf([], { id: 'second' }));
    expect((await listRehearsals(store)).map(({ body }) => body.rehearsal)[0]).toBe('second');
    expect((await readRehearsal(store, '0.169.0')).rehearsal.id).toBe('second');
    expect((await readRehearsal(store, String(first))).head.seq).toBe(first);
    await expect(readRehearsal(store, '0.150.0')).rejects.toThrow('there is no rehearsal "0.150.0"');
  });

  it('says what to do while there is none', async () => {
    await expect(readRehearsal(await testStore(), undefined)).rejects.toThrow('nothing was rehearsed yet');
  });
});
