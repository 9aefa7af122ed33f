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
import { jsonDocument } from '../../report/base/json-document.ts';
import { describePhase, phaseFields, renderPhaseTable } from '../../report/rollout/phase.ts';
import { arg, flag, readFlag, reasonFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const phaseArg = arg('<phase>', 'the phase');

const derived = {
  text: (phase: DerivedPhase) => `${describePhase(phase)}\n`,
  json: (phase: DerivedPhase) => jsonDocument('phase', { phase: phaseFields(phase) }),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the four phases, the progress of each and what its gate waits for',
  run: async (_, { world, read }) => (await read((store) => readCurrent(world, store))).derived.phases,
  text: (phases, { paint }) => renderPhaseTable(phases, paint),
  json: (phases) => jsonDocument('phases', { phases: phases.map(phaseFields) }),
});

const show = subcommand({
  name: 'show',
  summary: 'the items of a phase, its gate and its sign-offs; verifies their signatures again',
  args: { phase: phaseArg },
  run: async ({ phase: asked }, { world, read }) => {
    const id = parsePhase(asked);
    const { derived } = await read((store) => readCurrent(world, store));
    const phase = phaseOf(derived, id);
    const signatures = phase.signOffs
      .filter(({ signature }) => signature !== undefined)
      .map(({ seq, person, state }) => ({ entry: seq, person, good: state !== 'bad signature' }));
    return { phase, signatures };
  },
  text: ({ phase }) => derived.text(phase),
  json: ({ phase, signatures }) => jsonDocument('phase', { phase: phaseFields(phase), signatures }),
  exit: ({ signatures }) => (signatures.every(({ good }) => good) ? 0 : 1),
});

const sign = subcommand({
  name: 'sign',
  summary: 'sign the gate of a phase on the current evidence',
  args: { phase: phaseArg },
  flags: {
    role: readFlag('--role <role>', 'your role (default: the required role that you have)', parseRole),
    key: flag('--key <file>', 'the SSH key to sign with (default: the one that is recorded for you)'),
    unsigned: flag('--unsigned', 'sign off without an SSH signature, if no key is recorded for you'),
  },
  run: ({ phase, role, key, unsigned }, { world, record }) =>
    record((store) => signPhase(world, store, { phase, role, key, unsigned })),
  ...derived,
});

const withdraw = subcommand({
  name: 'withdraw',
  summary: "withdraw your own sign-off, or as a rollout owner another person's",
  args: { phase: phaseArg },
  flags: {
    person: flag('--person <email>', 'whose sign-off (default: your own)'),
    role: readFlag('--role <role>', 'the role it was signed in (default: the newest one)', parseRole),
    reason: reasonFlag,
  },
  run: ({ phase, person, role, reason }, { world, record }) =>
    record((store) => withdrawSignOff(world, store, { phase, person, role, reason })),
  ...derived,
});

const pass = subcommand({
  name: 'pass',
  summary: 'pass the gate of a phase; the digest of each piece of evidence is recorded',
  args: { phase: phaseArg },
  run: ({ phase }, { world, record }) => record((store) => passPhase(world, store, phase)),
  ...derived,
});

const revisit = subcommand({
  name: 'revisit',
  summary: 'open the gate of a passed phase again',
  args: { phase: phaseArg },
  flags: { reason: reasonFlag },
  run: ({ phase, reason }, { world, record }) =>
    record((store) => revisitPhase(world, store, { phase, reason })),
  ...derived,
});

export const define = group({
  subcommands: [list, show, sign, withdraw, pass, revisit],
  examples: [
    ['codex-cockpit phase', 'the progress of each phase'],
    ['codex-cockpit phase show pilot', 'its items, its gate, who signed and who has not'],
    ['codex-cockpit phase sign pilot --as bob@example.com', 'with the SSH key that is recorded for Bob'],
    ['codex-cockpit phase withdraw pilot --reason "signed too early"', 'your own sign-off no longer counts'],
    ['codex-cockpit phase pass pilot', 'exit 1 and every reason while the gate is closed'],
    ['codex-cockpit phase revisit pilot --reason "new repositories joined"', 'its sign-offs no longer count'],
  ],
});
