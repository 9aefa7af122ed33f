import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { describeProgress, type Incident, nextStep } from '../../../../domain/runs/incident/incident.ts';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import type { Theme } from '../../../shell/look/theme.ts';
import { show } from '../../../shell/move.ts';
import { cursorOf, filterOf, perState, type State } from '../../../shell/state.ts';
import { runs } from '../read.ts';

const screen = 'run-incidents';

/** Whether an incident is open, as a sign and a word. */
export function incidentLook({ closed }: Incident, theme: Theme) {
  const { text, colour } = theme.verdict(closed ? 'pass' : 'warn');
  return { text: `${text.split(' ')[0]} ${closed ? 'closed' : 'open'}`, colour };
}

/** The step to be done next; empty for a closed incident. */
export const nextOf = (incident: Incident) => (incident.closed ? '' : (nextStep(incident) ?? 'close it'));

export const incidentSorting = sorting<Incident>(
  screen,
  {
    STATE: ({ closed }) => (closed ? 1 : 0),
    INCIDENT: ({ title }) => title,
    PROGRESS: describeProgress,
    NEXT: nextOf,
    OPENED: ({ opened }) => opened.at,
    ID: ({ opened }) => opened.seq,
  },
  () => ({ by: 'STATE', descending: false }),
);

/** The incidents that pass the filter, the open ones first. */
export const incidentRows = perState((state): readonly Incident[] => {
  const filter = filterOf(state, screen);
  const all = runs.of(state).value?.incidents ?? [];
  const words = (one: Incident) =>
    `${one.id} ${one.title} ${one.closed ? 'closed' : 'open'} ${nextOf(one)} ${one.bad} ${one.good ?? ''} ${one.opened.by}`;
  return incidentSorting.apply(
    state,
    all.filter((one) => matches(cleanLine(words(one)), filter)),
  );
});

/** The incident under the cursor. */
export function selectedIncident(state: State): Incident | undefined {
  return incidentRows(state)[cursorOf(state, screen)];
}

/** Goes to an incident, wherever the person is. */
export function showIncident(state: State, id: string): State {
  const shown = show(state, screen);
  const place = incidentRows(shown).findIndex((one) => one.id === id);
  if (place < 0) return { ...shown, filter: { ...shown.filter, [screen]: id } };
  return { ...shown, cursor: { ...shown.cursor, [screen]: place } };
}
