import { chooseSurfaces, foreseePinMove, movePin } from '../../../app/rollout/alter-rollout.ts';
import { beginRollout } from '../../../app/rollout/begin-rollout.ts';
import { exactVersion } from '../../../app/rollout/start-rollout.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { readAddress } from '../../../domain/people/change-person.ts';
import { describePinMove, type PinMove } from '../../../domain/rollout/pin-move.ts';
import { DEFAULT_PIN } from '../../../domain/rollout/rollout.ts';
import { SURFACES, type Surface } from '../../../domain/runbooks/item.ts';
import { decision, fill, reasonField } from '../../shell/decision.ts';
import { chosenOf } from '../../shell/forms/choices.ts';
import { withoutRole, withRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { personChoices, selectedPerson } from '../people/rows.ts';

const aVersion = 'name one exact version, such as 0.150.0';

const startRollout = decision<{ name: string; pin: string }>({
  command: 'start-rollout',
  keys: ['n'],
  description: 'start a rollout',
  footer: 'new rollout',
  disabled: withRollout,
  form: {
    title: () => 'Start a rollout',
    fields: () => [
      { label: 'Name', value: '', required: 'a rollout needs a name' },
      { label: 'Pinned CLI version', value: DEFAULT_PIN, required: aVersion },
    ],
    read: ([name = '', pin = '']) =>
      fill((at) => ({
        name,
        pin: at(1, () => exactVersion(pin)),
      })),
  },
  confirmation: ({ name, pin }) => ({
    question: `Start the rollout "${name}"?`,
    records: [
      `rollout.started: name "${name}", pin ${pin}`,
      'person.recorded: you as rollout owner',
      'key.made: signs checkpoints; it is a file beside the database',
      'checkpoint.made: vouches for these entries',
    ],
  }),
  run: async (doing, input) => {
    const { name } = await beginRollout(doing.world(), await doing.writable(), input);
    return `started "${name}"; press 4 to see what you could do now`;
  },
});

/** @throws UsageError unless it is one exact version other than the pin */
function otherVersion(text: string, { status }: State): string {
  const version = exactVersion(text);
  if (version === status?.pin) throw new UsageError(`${version} is the pin already`);
  return version;
}

const pin = decision<{ version: string; reason: string; move?: PinMove }>({
  command: 'move-pin',
  keys: ['p'],
  description: 'move the pin to another CLI version',
  alsoOn: ['checks', 'comparison'],
  disabled: withoutRole('move the pin'),
  form: {
    title: () => 'Move the pin',
    fields: () => [{ label: 'CLI version', value: '', required: aVersion }, reasonField],
    read: ([version = '', reason = ''], _, state) =>
      fill((at) => ({
        version: at(0, () => otherVersion(version, state)),
        reason,
      })),
  },
  prepare: async (doing, input) => ({
    ...input,
    move: await doing.reading((store) => foreseePinMove(doing.world(), store, input.version)),
  }),
  confirmation: ({ version, reason, move }, state) => ({
    question: `Move the pin from ${state.status?.pin ?? ''} to ${version}?`,
    records: [`rollout.pin-moved: to ${version}, because "${reason}"`],
    follows: move ? describePinMove(move) : [],
  }),
  run: async (doing, input) => {
    const { rollout, move } = await movePin(doing.world(), await doing.writable(), input);
    const stale = move.items.filter(({ after }) => after === 'stale').length;
    return `the pin is ${rollout.pin}; ${stale} ${stale === 1 ? 'item' : 'items'} went stale`;
  },
});

const surfaces = decision<{ surfaces: readonly Surface[] }>({
  command: 'choose-surfaces',
  keys: ['s'],
  description: 'choose where people use Codex: items about another surface do not apply',
  disabled: withoutRole('choose the surfaces'),
  form: {
    title: () => 'Where people use Codex',
    fields: (_, { status }) => [
      {
        label: 'Surfaces',
        value: (status?.rollout?.surfaces ?? []).join(', '),
        choices: SURFACES,
        required: 'choose at least one surface',
        many: true,
      },
    ],
    read: ([chosen = ''], _, { status }) =>
      fill((at) => ({
        surfaces: at(0, () => otherSurfaces(chosen, status?.rollout?.surfaces ?? [])),
      })),
  },
  confirmation: ({ surfaces: chosen }, { status }) => {
    const items = (status?.phases ?? []).flatMap((phase) => phase.items);
    const left = items.filter(({ item }) => !item.surfaces.some((one) => chosen.includes(one)));
    return {
      question: `Is Codex used ${chosen.join(' and ')}${chosen.length === SURFACES.length ? '' : ' only'}?`,
      records: [
        `rollout.surfaces-chosen: ${chosen.join(', ')}`,
        left.length === 0
          ? 'Every item applies.'
          : `Does not apply from then on: ${left.map(({ item }) => item.id).join(', ')}`,
      ],
    };
  },
  run: async (doing, input) => {
    const rollout = await chooseSurfaces(doing.world(), await doing.writable(), input.surfaces);
    return `Codex is used ${rollout.surfaces.join(' and ')}`;
  },
});

/** @throws UsageError unless at least one surface is named, and not the ones that are chosen already */
function otherSurfaces(value: string, before: readonly Surface[]): readonly Surface[] {
  const named = chosenOf(value);
  const unknown = named.find((one) => !SURFACES.some((surface) => surface === one));
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" is not a surface`, `Choose ${SURFACES.join(' or ')}.`);
  const chosen = SURFACES.filter((surface) => named.includes(surface));
  if (chosen.length === 0) throw new UsageError('choose at least one surface');
  if (chosen.join() === before.join()) throw new UsageError('these are the surfaces already');
  return chosen;
}

const actAs = decision<{ email: string }>({
  command: 'act-as',
  keys: ['A'],
  description: 'act as somebody else',
  alsoOn: ['turn', 'people'],
  recordsNothing: true,
  about: (state) => (state.screen === 'people' ? (selectedPerson(state)?.email ?? '') : ''),
  form: {
    title: () => 'Act as somebody else',
    fields: (about, { people }) => [
      {
        label: 'E-mail',
        value: about,
        required: 'name the person',
        ...personChoices(people),
      },
    ],
    read: ([email = '']) => fill((at) => ({ email: at(0, () => readAddress(email)) })),
  },
  confirmation: ({ email }) => ({
    question: `Record what you do from now on as ${email}?`,
    records: ['nothing yet; only a signature with their SSH key proves that it was them'],
  }),
  run: async (doing, { email }) => {
    doing.actAs(email);
    return `what you do from now on is recorded as ${email}`;
  },
});

/** What can be done about the rollout as a whole. */
export const rolloutKeys: readonly Binding[] = [startRollout, pin, surfaces, actAs];
