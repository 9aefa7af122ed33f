import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readEvent } from '../../../domain/history/entry/event.ts';
import {
  deriveIncidents,
  type Incident,
  type IncidentEntry,
} from '../../../domain/runs/incident/incident.ts';
import type { Views } from '../../../store/views/views.ts';

/** What incidents are read from. */
type Reading = Pick<Views, 'entriesOfKind'>;

/** Which incidents are listed. */
export type IncidentChoice = { which: 'open' | 'closed' | 'all' };

/** Incidents, newest first. */
export async function readIncidents(
  views: Reading | undefined,
  { which }: IncidentChoice,
): Promise<readonly Incident[]> {
  const incidents = deriveIncidents(await readEntries(views)).toReversed();
  return incidents.filter(({ closed }) => which === 'all' || (which === 'closed') === (closed !== undefined));
}

/**
 * One incident: by its id, or the only open one.
 *
 * @throws UsageError when there is none, or when several are open and none is named
 */
export async function readIncident(views: Reading | undefined, asked: string | undefined): Promise<Incident> {
  const incidents = await readIncidents(views, { which: 'all' });
  const open = incidents.filter(({ closed }) => !closed);
  if (asked === undefined) {
    const [only, another] = open;
    if (only && !another) return only;
    if (!only) throw new UsageError('no incident is open', openOne);
    throw new UsageError(
      `${open.length} incidents are open: ${open.map(({ id }) => id).join(', ')}`,
      'Name one of them.',
    );
  }
  const wanted = cleanLine(asked).toLowerCase();
  const found = incidents.find(({ id }) => id === wanted);
  if (found) return found;
  throw new UsageError(`there is no incident "${wanted}"`, 'codex-cockpit incident list --all names them.');
}

const openOne = 'Open one: codex-cockpit incident open --run RUN --title "…"';

async function readEntries(views: Reading | undefined): Promise<readonly IncidentEntry[]> {
  const opened = (await views?.entriesOfKind('incident.opened')) ?? [];
  if (!views || opened.length === 0) return [];
  const [steps, closed] = await Promise.all([
    views.entriesOfKind('incident.step-done'),
    views.entriesOfKind('incident.closed'),
  ]);
  return [...opened, ...steps, ...closed]
    .toSorted((one, other) => one.seq - other.seq)
    .map((entry) => ({
      ...{ seq: entry.seq, at: entry.at, actor: entry.actor },
      event: readEvent(entry) as IncidentEntry['event'],
    }));
}
