import { findPlace } from '../../../app/checks/find-named-files.ts';
import { formatPlace } from '../../../domain/base/documents/place.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Use } from '../../../domain/upgrade/rehearsal/subject.ts';
import { renderDueDates, renderUpgradeStatus } from '../../../report/upgrade/decision.ts';
import { chooseOne, type FormSpec, formOverlay } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type Effect, type State, tell } from '../../shell/state.ts';
import { upgrade, withoutRehearsal } from './read.ts';
import { selectedDifference } from './rows.ts';
import { otherViews, viewKeys } from './views.ts';

/** The detail that shows how far the upgrade is decided. */
export const STANDING = 'in the way of an approval';

/** What is in the way of an approval, in the keys of the screen rather than in commands. */
export function standingText(state: State): string {
  const { decision, due, fault } = upgrade.of(state);
  if (fault !== undefined) return cleanLine(fault);
  if (!decision) return 'reading…';
  return `${inKeys(renderUpgradeStatus(decision))}${due ? `\n${renderDueDates(due, state.now)}` : ''}`;
}

/** The text of a detail on a view: what is in the way, or of the row. */
export function standingOrRow(state: State, row: string | undefined): string | undefined {
  return state.detail?.of === STANDING ? standingText(state) : row;
}

/** Advice in keys. */
function inKeys(advice: string): string {
  return advice
    .replace(/codex-cockpit people add \S+ --role ROLE/g, 'on the screen People')
    .replace(/codex-cockpit upgrade rehearse --to \S+/g, 'r rehearses again')
    .replace(
      /codex-cockpit upgrade install \S+, then rehearse again/g,
      'I installs it, then r rehearses again',
    )
    .replace(/codex-cockpit upgrade show \d+ says what/g, 'right shows what (coverage)')
    .replace(/codex-cockpit upgrade waive '.*' --reason TEXT --for 30d/g, 'w waives it for a while')
    .replaceAll('codex-cockpit changelog import FILE', 'i imports them')
    .replaceAll(
      'codex-cockpit changelog list --open, then changelog review',
      'right shows them, v reviews them',
    )
    .replace(/codex-cockpit upgrade sign --role '.*'/g, 'S signs');
}

const choose: Binding = {
  command: 'choose-rehearsal',
  keys: ['c'],
  description: 'choose another rehearsal to show',
  alsoOn: otherViews,
  disabled: (state) =>
    withoutRehearsal(state) ??
    (upgrade.of(state).heads.length > 1 ? undefined : 'there is no other rehearsal'),
  press: (state) => {
    const { heads, shown } = upgrade.of(state);
    const form: FormSpec<number> = {
      quick: true,
      title: () => 'Show another rehearsal',
      fields: () => [
        {
          label: 'Entry',
          value: String(shown?.head.seq ?? ''),
          choices: heads.map(({ seq }) => String(seq)),
          notes: Object.fromEntries(
            heads.map(({ seq, at, body: { from, to, verdict } }) => [
              String(seq),
              cleanLine(`${at.slice(0, 16).replace('T', ' ')}  ${from.version} to ${to.version}  ${verdict}`),
            ]),
          ),
          pick: true,
          required: chooseOne,
        },
      ],
      read: ([entry = '']) => ({ input: Number(entry) }),
    };
    const overlay = formOverlay('choose-rehearsal', form, { about: '', state }, (chosen, _, now) => ({
      step: [
        {
          ...upgrade.set(now, { ...upgrade.of(now), chosen }),
          ...{ overlay: undefined, detail: undefined, cursor: { ...now.cursor, upgrade: 0 } },
        },
      ],
    }));
    return [{ ...state, overlay }];
  },
};

const whatNext = 'the editor was left; r rehearses again';

function editUse({ place }: Use): Effect {
  const carryOut = async (doing: Doing) => {
    const found = await findPlace(doing.world(), place);
    if (found) return doing.edit(found, whatNext);
    doing.change((state) => tell(state, `${cleanLine(place.file)} is not there any more`));
  };
  return { name: 'edit-use', input: place, carryOut };
}

const edit: Binding = {
  command: 'edit-use',
  keys: ['e'],
  description: 'open a line that uses what differs in $EDITOR',
  footer: 'edit',
  disabled: (state) => {
    const row = selectedDifference(state);
    if (!row) return 'no difference is selected';
    return row.difference.uses.length > 0 ? undefined : 'no line of yours was seen to use it';
  },
  press: (state) => {
    const uses = selectedDifference(state)?.difference.uses ?? [];
    const [first, ...others] = uses;
    if (!first) return [state];
    if (others.length === 0) return [state, editUse(first)];
    const labels = uses.map(({ place }) => cleanLine(formatPlace(place)));
    const form: FormSpec<Use> = {
      quick: true,
      title: () => 'Edit a line that uses what differs',
      fields: () => [
        { label: 'Line', value: labels[0] ?? '', choices: labels, pick: true, required: chooseOne },
      ],
      read: ([label = '']) => {
        const use = uses[labels.indexOf(label)];
        return use ? { input: use } : { refusal: chooseOne, field: 0 };
      },
    };
    const overlay = formOverlay('edit-use', form, { about: '', state }, (use, _, now) => ({
      step: [{ ...now, overlay: undefined }, editUse(use)],
    }));
    return [{ ...state, overlay }];
  },
};

const showStanding: Binding = {
  command: 'upgrade-standing',
  keys: ['m'],
  description: 'what is in the way of an approval: waivers, signatures, release notes',
  footer: 'in the way',
  alsoOn: otherViews,
  disabled: (state) =>
    withoutRehearsal(state) ?? (state.status?.rollout ? undefined : 'there is no rollout yet'),
  press: (state) => [{ ...state, detail: { of: STANDING, scroll: 0 }, search: '' }],
};

/** Looking at a rehearsal. */
export const lookingKeys: readonly Binding[] = [showStanding, edit, choose, ...viewKeys];
