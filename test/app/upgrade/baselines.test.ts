import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareBaselines, readBaseline } from '../../../src/app/upgrade/baselines.ts';
import { testWorld } from '../../support/world.ts';

describe('baselines', () => {
  it('of the team come before ours, and a broken one is refused by name', async () => {
    const world = testWorld();
    expect((await readBaseline(world, '0.139.0'))?.cli).toBe('0.139.0');
    mkdirSync(join(world.cwd, 'data', 'baselines'), { recursive: true });
    writeFileSync(join(world.cwd, 'data', 'baselines', '0.139.0.json'), '{}');
    await expect(readBaseline(world, '0.139.0')).rejects.toThrow(/0\.139\.0\.json: not a baseline/);
  });

  it('that were not recorded cannot be compared', async () => {
    await expect(compareBaselines(testWorld(), '0.139.0', '9.9.9')).rejects.toThrow(
      'no baseline of 9.9.9 was recorded',
    );
  });
});
