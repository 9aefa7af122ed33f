import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'vitest';
import { fakeCodex } from '../../support/fake-codex.ts';
import { expectNoneLeft, expectSome, hasProcessTable } from '../../support/process-table.ts';
import { testWorld } from '../../support/world.ts';
import { runCockpit } from '../support.tsx';

/** A cockpit whose CLI never answers the question that is asked of it. */
function cockpitOfStuckCli() {
  const codex = fakeCodex({ when: [], hang: true });
  const world = testWorld();
  writeFileSync(join(world.teamHome, 'config.toml'), '[permissions.team]\n');
  return { ...runCockpit(world, { codex }), marker: dirname(codex) };
}

describe.runIf(hasProcessTable)('esc stops what nothing is recorded of, with its processes', () => {
  it.each([
    ['a check of the configuration', ['8', 'c', 'enter', 'enter'], 'stopped checking the configuration of .'],
    ['a reading of the policy', ['8'], 'stopped reading the policy, and asking the CLI'],
    ['a trial of profiles', ['7', 'r'], 'stopped trying the profiles in isolated environments'],
    ['a lint of profiles, while its answer is open', ['7', 'l', 'enter'], 'stopped: What the CLI ignores'],
  ])('%s', async (_, keys, told) => {
    const { keys: press, see, marker } = cockpitOfStuckCli();
    await see('No rollout yet');
    // The policy is read when its screen is first shown; only one question is asked at a time.
    if (keys.length > 1 && keys[0] === '8') {
      press('8');
      await see('esc stops');
      press('esc');
      await see('stopped reading the policy');
    }
    press(...keys);
    await expectSome(marker);
    press('esc');
    await see(told);
    await expectNoneLeft(marker);
  });
});
