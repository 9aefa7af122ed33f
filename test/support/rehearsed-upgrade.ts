import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { recordRehearsal } from '../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { teamHome } from '../../src/codex/cli/isolation.ts';
import { digestInputs } from '../../src/codex/rehearsal/digest-inputs.ts';
import { fakeCodex } from './fake-codex.ts';
import { ratedArea, ratedDifference, rehearsalOf } from './rehearsals.ts';
import { team } from './team.ts';

/** A team whose candidate was rehearsed, with one blocker. */
export async function rehearsedUpgrade() {
  const found = await team();
  const { world, store } = found;
  const [old, candidate] = [fakeCodex(), fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.169.0\n' })];
  const cli = (version: string, path: string) => ({
    ...{ version, path },
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
  });
  const inputs = await digestInputs({
    home: teamHome(world.environment),
    project: world.cwd,
    folders: ['.'],
  });
  const rehearse = (from: string, to: string, blocks: boolean) =>
    recordRehearsal(
      world,
      store,
      rehearsalOf([ratedArea(blocks ? [ratedDifference()] : [])], {
        id: `${from} to ${to}`,
        pin: cli(from, from === '0.139.0' ? old : candidate),
        candidate: cli(to, to === '0.139.0' ? old : candidate),
        inputs,
      }),
    );
  await rehearse('0.139.0', '0.169.0', true);
  return { ...found, old, candidate, rehearse };
}
