import { type Command, InvalidArgumentError } from 'commander';
import { chooseSurfaces, movePin } from '../../app/rollout/alter-rollout.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { SURFACES, type Surface } from '../../domain/runbooks/item.ts';
import { renderRolloutJson } from '../../report/rollout/json.ts';
import { recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const pin = command
    .command('pin')
    .description('move the pin to another CLI version; what was shown on the old one goes stale')
    .argument('<version>', 'one exact version')
    .requiredOption('--reason <text>', 'why; the history keeps it');
  withCommonFlags(pin).action(async (version: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags & { reason: string }>();
    const asked = { version, reason: flags.reason };
    const rollout = await recording(host, flags, (store) => movePin(host.world, store, asked));
    print(host, flags, { rollout, said: `The pin is ${rollout.pin}.` });
    if (!flags.json && !flags.quiet) host.talk('Next: codex-cockpit item list --state stale\n');
    finish(0);
  });

  const surface = command
    .command('surface')
    .description('say where people use Codex; items of other surfaces do not apply')
    .argument('<surface>', 'local, cloud or both', parseSurface);
  withCommonFlags(surface).action(async (surfaces: readonly Surface[], _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const rollout = await recording(host, flags, (store) => chooseSurfaces(host.world, store, surfaces));
    print(host, flags, { rollout, said: `Codex is used ${rollout.surfaces.join(' and ')}.` });
    finish(0);
  });

  withExamples(command, [
    [
      'codex-cockpit rollout pin 0.150.0 --reason "the upgrade suite passed"',
      'version-bound evidence goes stale, passed phases may drift',
    ],
    ['codex-cockpit rollout surface local', 'cloud items do not apply'],
  ]);
}

function print(host: Host, flags: CommonFlags, { rollout, said }: { rollout: Rollout; said: string }): void {
  host.out(flags.json ? renderRolloutJson(rollout) : `${said}\n`);
}

function parseSurface(text: string): readonly Surface[] {
  if (text === 'both') return SURFACES;
  const found = SURFACES.find((surface) => surface === text);
  if (!found) throw new InvalidArgumentError('It must be local, cloud or both.');
  return [found];
}
