import type { Command } from 'commander';
import {
  parsePhase,
  passPhase,
  phaseOf,
  revisitPhase,
  signPhase,
  withdrawSignOff,
} from '../../app/rollout/phase-decisions.ts';
import { readCurrent } from '../../app/rollout/read-rollout.ts';
import { parseRole } from '../../domain/people/role.ts';
import type { DerivedPhase } from '../../domain/rollout/derive-rollout.ts';
import { describePhase } from '../../domain/rollout/describe-phase.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderPhaseTable } from '../../report/rollout/phase-table.ts';
import { phaseFields } from '../../report/rollout/rollout-fields.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type PhaseFlags = CommonFlags & {
  role?: string;
  key?: string;
  unsigned?: boolean;
  reason?: string;
  person?: string;
};

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('the four phases, how far each is and what its gate waits for');
  withCommonFlags(list).action(async (_, command: Command) =>
    finish(await listPhases(host, command.optsWithGlobals())),
  );

  const show = command
    .command('show')
    .description('the items of a phase, its gate and who signed; signatures are verified again')
    .argument('<phase>', 'the phase');
  withCommonFlags(show).action(async (phase: string, _, command: Command) =>
    finish(await showPhase(host, phase, command.optsWithGlobals())),
  );

  const sign = command
    .command('sign')
    .description('sign the gate of a phase on the evidence as it is now')
    .argument('<phase>', 'the phase')
    .option('--role <role>', 'as what (default: the required role that you have)')
    .option('--key <file>', 'the SSH key to sign with (default: the one that is recorded for you)')
    .option('--unsigned', 'sign off without an SSH signature, where no key is recorded for you');
  withCommonFlags(sign).action(async (phase: string, _, command: Command) => {
    const { role, key, unsigned = false, ...flags } = command.optsWithGlobals<PhaseFlags>();
    const request = { phase, role: role === undefined ? undefined : parseRole(role), key, unsigned };
    finish(
      print(host, flags, await recording(host, flags, (store) => signPhase(host.world, store, request))),
    );
  });

  const withdraw = command
    .command('withdraw')
    .description('take a sign-off back: your own, or as a rollout owner that of somebody else')
    .argument('<phase>', 'the phase')
    .option('--person <email>', 'whose sign-off (default: your own)')
    .option('--role <role>', 'as what it was signed (default: the newest one)')
    .requiredOption('--reason <text>', 'why; the history keeps it');
  withCommonFlags(withdraw).action(async (phase: string, _, command: Command) => {
    const { role, person, reason = '', ...flags } = command.optsWithGlobals<PhaseFlags>();
    const asked = { phase, person, role: role === undefined ? undefined : parseRole(role), reason };
    finish(
      print(host, flags, await recording(host, flags, (store) => withdrawSignOff(host.world, store, asked))),
    );
  });

  const pass = command
    .command('pass')
    .description('pass the gate of a phase; the digest of every piece of evidence is recorded')
    .argument('<phase>', 'the phase');
  withCommonFlags(pass).action(async (phase: string, _, command: Command) => {
    const flags = command.optsWithGlobals<PhaseFlags>();
    finish(print(host, flags, await recording(host, flags, (store) => passPhase(host.world, store, phase))));
  });

  const revisit = command
    .command('revisit')
    .description('open the gate of a passed phase again')
    .argument('<phase>', 'the phase')
    .requiredOption('--reason <text>', 'why; the history keeps it');
  withCommonFlags(revisit).action(async (phase: string, _, command: Command) => {
    const flags = command.optsWithGlobals<PhaseFlags>();
    const asked = { phase, reason: flags.reason ?? '' };
    finish(
      print(host, flags, await recording(host, flags, (store) => revisitPhase(host.world, store, asked))),
    );
  });

  withExamples(command, [
    ['codex-cockpit phase', 'how far each phase is'],
    ['codex-cockpit phase show pilot', 'its items, its gate, who signed and who has not'],
    ['codex-cockpit phase sign pilot --as bob@example.com', 'with the SSH key that is recorded for Bob'],
    ['codex-cockpit phase withdraw pilot --reason "signed too early"', 'your own sign-off counts no more'],
    ['codex-cockpit phase pass pilot', 'exit 1 and every reason while the gate is closed'],
    ['codex-cockpit phase revisit pilot --reason "new repositories joined"', 'its sign-offs count no more'],
  ]);
}

async function listPhases(host: Host, flags: CommonFlags): Promise<number> {
  const { derived } = await reading(host, flags, (store) => readCurrent(host.world, store));
  host.out(
    flags.json
      ? jsonDocument('phases', { phases: derived.phases.map(phaseFields) })
      : renderPhaseTable(derived.phases, host.paint),
  );
  return 0;
}

async function showPhase(host: Host, asked: string, flags: CommonFlags): Promise<number> {
  const id = parsePhase(asked);
  const { derived } = await reading(host, flags, (store) => readCurrent(host.world, store));
  const phase = phaseOf(derived, id);
  const signatures = phase.signOffs
    .filter(({ signature }) => signature !== undefined)
    .map(({ seq, person, state }) => ({ entry: seq, person, good: state !== 'bad signature' }));
  host.out(
    flags.json
      ? jsonDocument('phase', { phase: phaseFields(phase), signatures })
      : `${describePhase(phase)}\n`,
  );
  return signatures.every(({ good }) => good) ? 0 : 1;
}

function print(host: Host, flags: CommonFlags, phase: DerivedPhase): number {
  host.out(flags.json ? jsonDocument('phase', { phase: phaseFields(phase) }) : `${describePhase(phase)}\n`);
  return 0;
}
