import { rollBack as moveBack } from '../../../../app/upgrade/decide/decide.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import type { Suite } from '../../../../domain/checks/suite.ts';
import { decision, fill, reasonField } from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { whileRunning, withoutRole, withoutSuite } from '../../../shell/guards.ts';
import { carryOutRun } from '../../checks/run.ts';
import { type BackRead, readWayBack, upgrade } from '../read.ts';
import { otherViews } from '../views.ts';
import { carryOutRehearsal, tellRehearsal } from './rehearse.ts';

type Input = {
  to: string;
  reason: string;
  /** Blockers that are accepted, as the form names them. */
  accept: readonly string[];
  suite: Suite;
  pin: string;
  way?: BackRead;
};

/** A blocker as a choice among several: a comma would part it. */
const nameOf = (blocker: string) => cleanLine(blocker).replaceAll(',', ';');

/**
 * Moves the pin back. A way that was not rehearsed, or is not as it was then, is rehearsed first, and what blocks on it
 * is accepted by name afterwards.
 */
export const rollBack = decision<Input>({
  command: 'roll-back-upgrade',
  keys: ['b'],
  description:
    'move the pin back to an earlier version; the way back is rehearsed first, and judged afterwards',
  alsoOn: otherViews,
  disabled: (state) =>
    whileRunning(state) ??
    withoutSuite(state) ??
    withoutRole('roll an upgrade back')(state) ??
    (upgrade.of(state).wayBack ? undefined : 'the pin never moved, so there is no way back'),
  form: {
    title: () => 'Move the pin back to an earlier version',
    fields: (_, state) => {
      const { to = '', blockers = [] } = upgrade.of(state).wayBack ?? {};
      return [
        { label: 'Version', value: to, required: 'name an earlier pin' },
        reasonField,
        {
          label: 'Accepted blockers',
          value: '',
          ...(blockers.length > 0 ? { choices: blockers.map(nameOf), many: true as const } : {}),
        },
      ];
    },
    read: ([to = '', reason = '', accept = ''], _, { suite, status }) =>
      fill(() => {
        if (!suite || !status) throw new Error('nothing is read yet');
        return { to, reason, accept: chosenOf(accept), suite, pin: status.pin };
      }),
  },
  prepare: async (doing, input) => {
    const way = await doing.reading((store) => {
      if (!store) throw new UsageError('there is no history yet');
      return readWayBack(doing.world(), store, input.to);
    });
    const open = way.blockers.filter((id) => !input.accept.includes(nameOf(id)));
    if (way.rehearsed !== undefined && open.length > 0)
      throw new UsageError(
        `the way back to ${cleanLine(way.to)} has ${countOf(open.length, 'blocker')}: ${open.map(cleanLine).join('; ')}`,
        'Accept each by name, or solve it.',
      );
    return { ...input, way };
  },
  confirmation: ({ pin, reason, suite, way }) => {
    const to = cleanLine(way?.to ?? '');
    if (way?.rehearsed === undefined)
      return {
        question: `Rehearse the way back from ${pin} to ${to} first? It takes some minutes; s stops it.`,
        records: [
          `upgrade.rehearsed: the verdict with all differences, from ${pin} to ${to}`,
          `run.started, check.finished ${countOf(suite.checks.length, 'time')}, run.finished, for each of both`,
          'The pin stays until you press b again and accept what blocks.',
        ],
        entries: 2 * (suite.checks.length + 2) + 1,
      };
    return {
      question: `Move the pin back from ${pin} to ${to}, and run the suite on it?`,
      records: [
        `upgrade.rolled-back: the rehearsal of entry ${way.rehearsed}, because "${reason}"${way.blockers.length === 0 ? '' : `, in spite of ${way.blockers.map(cleanLine).join('; ')}`}`,
        `rollout.pin-moved: to ${to}, both or neither`,
        `run.started, check.finished ${countOf(suite.checks.length, 'time')}, run.finished`,
      ],
      entries: suite.checks.length + 4,
    };
  },
  run: async (doing, { way, reason, suite, pin }) => {
    if (!way) throw new Error('the way back was not looked at');
    if (way.rehearsed === undefined) {
      const { pin: from = '', to = way.to } = way.paths;
      const asked = { version: way.to, to, from, folders: [], projects: [], rules: '', suite, pin };
      const found = await carryOutRehearsal(doing, asked);
      if (!found) return 'the rehearsal of the way back was stopped; the pin stays';
      return `${tellRehearsal(found)}; b again goes back`;
    }
    const asked = { rehearsal: way.rehearsed, reason, accept: way.blockers };
    const { decision: decided } = await moveBack(doing.world(), await doing.writable(), asked);
    await doing.refresh();
    await carryOutRun(doing, { suite, codex: decided.head.body.to.path });
    return `the pin is ${cleanLine(way.to)} again; press 2 to see what the suite says of it`;
  },
});
