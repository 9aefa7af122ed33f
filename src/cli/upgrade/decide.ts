import {
  approveUpgrade,
  type Decided,
  rejectUpgrade,
  signUpgrade,
  waiveBlocker,
} from '../../app/upgrade/decide/decide.ts';
import { readDecision, readDueDates } from '../../app/upgrade/decide/read-decision.ts';
import { listRehearsals } from '../../app/upgrade/rehearsal/record-rehearsal.ts';
import { findLeftMentions } from '../../app/upgrade/scan-pins.ts';
import type { World } from '../../app/world/world.ts';
import { parseRole } from '../../domain/people/role.ts';
import { describePinMove } from '../../domain/rollout/pin-move.ts';
import type { LeftMentions } from '../../domain/upgrade/pins/scan.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  renderDueDates,
  renderUpgradeStatus,
  renderUpgradeStatusJson,
} from '../../report/upgrade/decision.ts';
import { describeLeft } from '../../report/upgrade/pins/text.ts';
import { arg, flag, readFlag, reasonFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

const rehearsalFlag = flag(
  '--rehearsal <id>',
  'a version, an id or the number of an entry (default: the newest rehearsal)',
);

/** `upgrade status` */
export const status = subcommand({
  name: 'status',
  summary: 'what is in the way of the approval of the newest rehearsal, or of another one; what is due',
  args: { rehearsal: arg('[rehearsal]', 'a version, an id or the number of an entry') },
  run: ({ rehearsal }, { world, readExisting }) =>
    readExisting(async (store) => {
      const isAsked = rehearsal !== undefined || (await listRehearsals(store)).length > 0;
      const decision = isAsked ? await readDecision(world, store, rehearsal) : undefined;
      return { upgrade: decision, due: await readDueDates(world, store) };
    }),
  text: ({ upgrade, due }, { world }) =>
    `${upgrade ? renderUpgradeStatus(upgrade) : 'Nothing was rehearsed yet.\n'}\n${renderDueDates(due, world.now())}`,
  json: ({ upgrade, due }, { world }) => renderUpgradeStatusJson(upgrade, due, world.now()),
  advice: ({ upgrade }) =>
    upgrade ? undefined : 'Rehearse an upgrade: codex-cockpit upgrade rehearse --to VERSION\n',
  exit: ({ upgrade }) => (upgrade && upgrade.obstacles.length > 0 ? 1 : 0),
});

/** `upgrade waive` */
export const waive = subcommand({
  name: 'waive',
  summary: 'go on in spite of a blocker for a while',
  args: { difference: arg('<blocker>', 'its id, or a part of it that only one has') },
  flags: {
    rehearsal: rehearsalFlag,
    reason: reasonFlag,
    days: flag('--for <days>', 'for how long, such as 30d'),
  },
  run: ({ difference, rehearsal, reason, days }, { world, record }) =>
    record((store) => waiveBlocker(world, store, { difference, rehearsal, reason, days })),
  text: ({ difference, expiresAt }) => `Waived until ${expiresAt.slice(0, 10)}: ${difference}\n`,
  json: ({ difference, expiresAt }) => jsonDocument('upgrade-waiver', { difference, expires_at: expiresAt }),
});

/** `upgrade sign` */
export const sign = subcommand({
  name: 'sign',
  summary: 'state that you looked at a rehearsal and agree',
  flags: {
    rehearsal: rehearsalFlag,
    role: readFlag('--role <role>', 'as what you sign: platform engineer or security owner', parseRole),
    note: flag('--note <text>', 'what you looked at'),
  },
  run: ({ rehearsal, role, note }, { world, record }) =>
    record((store) => signUpgrade(world, store, { rehearsal, role, note })),
  text: ({ role, seq, version }) => `Signed the upgrade to ${version} (entry ${seq}) as ${role}\n`,
  json: (signed) => jsonDocument('upgrade-signature', signed),
});

/** `upgrade approve` */
export const approve = subcommand({
  name: 'approve',
  summary: 'approve a rehearsed upgrade, and move the pin',
  flags: { rehearsal: rehearsalFlag, reason: reasonFlag },
  run: async ({ rehearsal, reason }, { world, record, signal }) => {
    const decided = await record((store) => approveUpgrade(world, store, { rehearsal, reason }));
    return { decided, left: await leftAfter(world, decided, signal) };
  },
  text: ({ decided }) => renderMoved('Approved', decided),
  json: ({ decided, left }) => decidedJson('upgrade-approval', decided, { still_named: leftFields(left) }),
  advice: ({ left }) => `${describeLeft(left)}\nJudge the new pin: codex-cockpit check\n`,
});

/** `upgrade reject` */
export const reject = subcommand({
  name: 'reject',
  summary: 'decide not to move to a candidate',
  flags: { rehearsal: rehearsalFlag, reason: reasonFlag },
  run: ({ rehearsal, reason }, { world, record }) =>
    record((store) => rejectUpgrade(world, store, { rehearsal, reason })),
  text: ({ decision }) => `Rejected ${decision.head.body.to.version}; the pin stays.\n`,
  json: (decided) => decidedJson('upgrade-rejection', decided),
});

/** The places that still name the version that the pin moved away from, in the folders that the rehearsal searched. */
export function leftAfter(
  world: Pick<World, 'cwd'>,
  { decision }: Decided,
  signal: AbortSignal,
): Promise<LeftMentions> {
  const { from, to, searched } = decision.head.body;
  return findLeftMentions(world, { version: from.version, pin: to.version, folders: searched, signal });
}

/** The same for a program. */
export function leftFields({ fault, ...left }: LeftMentions): object {
  return { ...left, fault: fault ?? null };
}

/** A move of the pin, and what it changed. */
export function renderMoved(done: string, { decision, move }: Decided): string {
  const { from, to } = decision.head.body;
  const changes = move ? describePinMove(move, 'done').map((line) => `  ${line}\n`) : [];
  return `${done}: the pin moved ${from.version} → ${to.version}.\n${changes.join('')}`;
}

function decidedJson(thing: string, { decision, move }: Decided, more: object = {}): string {
  const { from, to } = decision.head.body;
  return jsonDocument(thing, { from, to, rehearsal: decision.head.seq, changes: move ?? null, ...more });
}
