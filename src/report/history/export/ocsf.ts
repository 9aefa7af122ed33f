import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import type { Entry } from '../../../domain/history/entry/entry.ts';
import { readOrigin } from '../../../domain/history/entry/entry-origin.ts';
import type { CockpitEvent } from '../../../domain/history/entry/event.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import { escapeJson } from '../../base/escape.ts';
import { eventTable } from './event-table.ts';
import type { Level } from './level.ts';
import type { LineFormat } from './line-format.ts';
import { meaningOf } from './meaning.ts';
import { classified } from './ocsf-class.ts';
import { checkFinding, runFinding } from './ocsf-finding.ts';

/** The version of the schema that the events below keep to. */
export const OCSF_VERSION = '1.6.0';

/** How much somebody should care, as the schema numbers it. */
export const OCSF_SEVERITIES: Record<Level, { severity_id: number; severity: string }> = {
  info: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
};

const activities = { Create: 1, Update: 3, Delete: 4 } as const;

/**
 * OCSF, one event a line: Entity Management (3004) for changes, Compliance Finding (2003) for what checks and suites
 * came to. Texts in it are cleaned; the entry itself is named by number, id and hash.
 */
export const ocsf: LineFormat = {
  header: '',
  line: ({ entry, event }, program) =>
    ocsfLine({ ...common(entry, event, program), ...particular(entry, event) }),
};

/** An OCSF event as a line, its texts cleaned. */
export function ocsfLine(event: object): string {
  return `${escapeJson(JSON.stringify(cleaned(event)))}\n`;
}

function common(entry: Entry, event: CockpitEvent, { version }: { version: string }): object {
  const origin = readOrigin(entry);
  return {
    time: Date.parse(entry.at),
    message: summarizeEvent(event),
    ...OCSF_SEVERITIES[meaningOf(event).level],
    metadata: {
      version: OCSF_VERSION,
      uid: entry.id,
      sequence: entry.seq,
      event_code: entry.kind,
      log_name: 'history',
      original_time: entry.at,
      product: { name: 'codex-cockpit', vendor_name: 'codex-cockpit', version },
    },
    unmapped: {
      actor: entry.actor,
      subject: entry.subject,
      hash: entry.hash,
      prev_hash: entry.prev_hash,
      ...(origin ? { named_by: origin.namedBy, account: origin.account, host: origin.host } : {}),
      title: meaningOf(event).title,
    },
  };
}

function particular(entry: Entry, event: CockpitEvent): object {
  const { kind, body } = event;
  if (kind === 'check.finished') return checkFinding(entry, body);
  if (kind === 'run.finished') return runFinding(entry, body);
  const { is } = eventTable[kind];
  if (is === 'finding') throw new TypeError(`${kind} is called a finding and has no form of one`);
  const id = activities[is.activity];
  return {
    ...classified({ category: [3, 'Identity & Access Management'], class: [3004, 'Entity Management'], id }),
    activity_name: is.activity,
    type_name: `Entity Management: ${is.activity}`,
    status_id: 1,
    status: 'Success',
    actor: { user: personOf(entry.actor) },
    entity: { name: entry.subject, uid: entry.subject, type_id: 99, type: is.entity, data: body },
    ...('reason' in body ? { comment: body.reason } : {}),
  };
}

/** A person as a user of the schema. */
export function personOf(actor: string): object {
  return {
    name: actor,
    uid: actor,
    ...(actor.includes('@') ? { email_addr: actor } : {}),
    type_id: 1,
    type: 'User',
  };
}

/** Every text of a value made safe to show, its line breaks kept. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [cleanLine(name), cleaned(member)]),
  );
}
