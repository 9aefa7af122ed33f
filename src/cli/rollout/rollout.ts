import { InvalidArgumentError } from 'commander';
import { chooseSurfaces, movePin } from '../../app/rollout/alter-rollout.ts';
import { SURFACES, type Surface } from '../../domain/runbooks/item.ts';
import { renderRolloutJson } from '../../report/rollout/json.ts';
import { arg, readArg, reasonFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const pin = subcommand({
  name: 'pin',
  summary: 'move the pin to another CLI version; evidence from the old one goes stale',
  args: { version: arg('<version>', 'one exact version') },
  flags: { reason: reasonFlag },
  run: ({ version, reason }, { world, record }) =>
    record((store) => movePin(world, store, { version, reason })),
  text: (rollout) => `The pin is ${rollout.pin}.\n`,
  json: renderRolloutJson,
  advice: () => 'Next: codex-cockpit item list --state stale\n',
});

const surface = subcommand({
  name: 'surface',
  summary: 'record where people use Codex; items of other surfaces do not apply',
  args: { surfaces: readArg('<surface>', 'local, cloud or both', parseSurface) },
  run: ({ surfaces }, { world, record }) => record((store) => chooseSurfaces(world, store, surfaces)),
  text: (rollout) => `Codex is used ${rollout.surfaces.join(' and ')}.\n`,
  json: renderRolloutJson,
});

export const define = group({
  subcommands: [pin, surface],
  examples: [
    [
      'codex-cockpit rollout pin 0.150.0 --reason "the upgrade suite passed"',
      'version-bound evidence goes stale, passed phases may drift',
    ],
    ['codex-cockpit rollout surface local', 'cloud items do not apply'],
  ],
});

function parseSurface(text: string): readonly Surface[] {
  if (text === 'both') return SURFACES;
  const found = SURFACES.find((surface) => surface === text);
  if (!found) throw new InvalidArgumentError('It must be local, cloud or both.');
  return [found];
}
