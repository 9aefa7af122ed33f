import { InvalidArgumentError } from 'commander';
import { chooseSurfaces, foreseePinMove, movePin } from '../../app/rollout/alter-rollout.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { describePinMove } from '../../domain/rollout/pin-move.ts';
import { SURFACES, type Surface } from '../../domain/runbooks/item.ts';
import { renderPinMoveJson, renderRolloutJson } from '../../report/rollout/rollout.ts';
import { arg, flag, readArg, reasonFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const pin = subcommand({
  name: 'pin',
  summary: 'move the pin to another CLI version; evidence from the old one goes stale',
  args: { version: arg('<version>', 'one exact version') },
  flags: { reason: reasonFlag, dryRun: flag('--dry-run', 'only show what would change') },
  run: async ({ version, reason, dryRun }, { world, record, readExisting }) =>
    dryRun
      ? { rollout: undefined, move: await readExisting((store) => foreseePinMove(world, store, version)) }
      : record((store) => movePin(world, store, { version, reason })),
  text: ({ rollout, move }) => {
    const head = rollout ? `The pin is ${rollout.pin}.` : `The pin stays ${move.from}. A move to ${move.to}:`;
    const changes = describePinMove(move, rollout ? 'done' : 'planned');
    return [head, ...changes.map((line) => `  ${cleanLine(line)}`), ''].join('\n');
  },
  json: renderPinMoveJson,
  advice: ({ rollout }) => (rollout ? 'Next: codex-cockpit item list --state stale\n' : undefined),
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
    ['codex-cockpit rollout pin 0.150.0 --reason x --dry-run', 'what would go stale; nothing is recorded'],
    ['codex-cockpit rollout surface local', 'cloud items do not apply'],
  ],
});

function parseSurface(text: string): readonly Surface[] {
  if (text === 'both') return SURFACES;
  const found = SURFACES.find((surface) => surface === text);
  if (!found) throw new InvalidArgumentError('It must be local, cloud or both.');
  return [found];
}
