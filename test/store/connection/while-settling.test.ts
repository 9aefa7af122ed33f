import { describe, expect, it } from 'vitest';
import { whileSettling } from '../../../src/store/connection/connect.ts';

const refused = (code: string) => Object.assign(new Error(code), { code });

/** Refuses so many times with a code, then opens. */
function database(code: string, times: number) {
  let tries = 0;
  const open = async () => {
    tries += 1;
    if (tries <= times) throw refused(code);
    return 'open';
  };
  return { open, tries: () => tries };
}

describe('a database that another process is just making or closing', () => {
  it.each([
    'SQLITE_BUSY',
    'SQLITE_BUSY_RECOVERY',
    'SQLITE_CANTOPEN',
    'SQLITE_READONLY_CANTINIT',
    'SQLITE_PROTOCOL',
  ])('is tried again on %s', async (code) => {
    const { open, tries } = database(code, 3);
    expect([await whileSettling(open), tries()]).toEqual(['open', 4]);
  });

  it.each(['SQLITE_CORRUPT', 'SQLITE_FULL', 'SQLITE_READONLY', 'EACCES'])(
    'is not tried again on %s',
    async (code) => {
      const { open, tries } = database(code, 3);
      await expect(whileSettling(open)).rejects.toThrow(code);
      expect(tries()).toBe(1);
    },
  );

  it('is given up with the reason when it does not settle', async () => {
    await expect(whileSettling(database('SQLITE_CANTOPEN', 100_000).open)).rejects.toThrow('SQLITE_CANTOPEN');
  });
});
