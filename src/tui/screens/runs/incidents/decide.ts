import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { missingSteps } from '../../../../domain/runs/incident/incident.ts';
import { decision, fill, reasonField, required } from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { withoutRole } from '../../../shell/guards.ts';
import { showAnew } from '../../../shell/move.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { runs } from '../read.ts';
import { promptOf, selectedRun, whenOf } from '../rows.ts';
import { selectedIncident } from './rows.ts';

/** Loaded when somebody decides: the first screen does not wait for it. */
const app = () => import('../../../../app/runs/incidents.ts');

const mayRecord = withoutRole('record an incident');

/** Why nothing can be done about the selected incident. */
export const withoutOpenIncident = (state: State) => {
  const incident = selectedIncident(state);
  if (!incident) return 'no incident is selected';
  return incident.closed ? `${incident.id} is closed` : mayRecord(state);
};

/** The incident that is open for a run. */
const openOf = (state: State, run: string) =>
  runs.of(state).value?.incidents.find(({ bad, closed }) => bad === run && !closed);

type Opening = { run: string; title: string; good: string | undefined };

/** Opens an incident about the selected run. */
export const openIncident = decision<Opening>({
  command: 'open-incident',
  keys: ['I'],
  description: 'open an incident: the change of the selected run did harm',
  footer: 'incident',
  disabled: (state) => {
    const run = selectedRun(state);
    if (!run) return 'no captured run is selected';
    const open = openOf(state, run.body.run);
    return open ? `${open.id} is open for this run; right leads there` : mayRecord(state);
  },
  about: (state) => selectedRun(state)?.body.run,
  form: {
    title: () => 'The change of this run did harm',
    fields: (bad, state) => {
      const others = (runs.of(state).value?.runs ?? []).filter(({ body }) => body.run !== bad);
      return [
        { label: 'What went wrong', value: '', required: 'an incident needs a title' },
        {
          label: 'Good run (found)',
          value: '',
          choices: others.map(({ body }) => body.run),
          notes: Object.fromEntries(others.map((one) => [one.body.run, `${whenOf(one)} ${promptOf(one)}`])),
        },
      ];
    },
    read: ([title = '', good = ''], run) =>
      fill((at) => ({
        run,
        title: at(0, () => required(title, 'an incident needs a title')),
        good: good || undefined,
      })),
  },
  confirmation: ({ run, title, good }) => ({
    question: `Open the incident "${cleanLine(title)}"?`,
    records: [
      `incident.opened: bad run ${run}, good run ${good === undefined ? 'found: the newest one before it with the same work that completed' : cleanLine(good)}`,
    ],
    follows: ['The playbook begins: revert, attach, decide, run again.'],
  }),
  run: async (doing, input) => {
    const { id, good } = await (await app()).openIncident(doing.world(), await doing.writable(), input);
    doing.change((state) => (state.overlay ? state : showAnew(state, 'run-incidents')[0]));
    return `${id} is open; ${good === undefined ? 'no good run was found' : `good run ${good}`}`;
  },
});

type Closing = { incident: string; reason: string; accept: readonly string[] };

/** Closes the selected incident. */
export const closeIncident = decision<Closing>({
  command: 'close-incident',
  keys: ['x'],
  description: 'close the selected incident',
  footer: 'close',
  disabled: withoutOpenIncident,
  about: (state) => selectedIncident(state)?.id,
  form: {
    title: (id) => `Close the incident ${id}`,
    fields: (_, state) => {
      const incident = selectedIncident(state);
      const missing = incident ? missingSteps(incident) : [];
      return [
        reasonField,
        ...(missing.length === 0
          ? []
          : [{ label: 'Accepted open steps', value: '', choices: missing, many: true as const }]),
      ];
    },
    read: ([reason = '', accept = ''], incident) =>
      fill((at) => ({
        incident,
        reason: at(0, () => required(reason, reasonField.required ?? '')),
        accept: chosenOf(accept),
      })),
  },
  confirmation: ({ incident, reason, accept }) => ({
    question: `Close ${incident}${accept.length === 0 ? '' : ` in spite of ${accept.join(', ')}`}?`,
    records: [`incident.closed: ${incident}, because "${cleanLine(reason)}"`],
  }),
  run: async (doing: Doing, input) => {
    await (await app()).closeIncident(doing.world(), await doing.writable(), input);
    return `${input.incident} is closed`;
  },
});
