import { describe, expect, it } from 'vitest';
import { sharing } from '../../../../src/app/runs/observe/serve-metrics.ts';

describe('many scrapes at once', () => {
  it('share one reading, and only what was written since is read anew', async () => {
    let readings = 0;
    let stamp = 'one';
    const read = sharing(
      () => stamp,
      async () => {
        readings += 1;
        await Promise.resolve();
        return readings;
      },
    );
    expect(await Promise.all(Array.from({ length: 50 }, read))).toEqual(Array(50).fill(1));
    expect(await read()).toBe(1);
    stamp = 'two';
    expect(await Promise.all([read(), read()])).toEqual([2, 2]);
  });

  it('share one failure, and the next one tries anew', async () => {
    let readings = 0;
    const read = sharing(
      () => 'one',
      async () => {
        readings += 1;
        if (readings === 1) throw new Error('locked');
        return 'read';
      },
    );
    expect((await Promise.allSettled([read(), read()])).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(await read()).toBe('read');
  });
});
