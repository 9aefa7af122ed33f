import { PHASE_IDS, type PhaseId } from '../../base/phase.ts';
import type { Entry } from './entry.ts';
import type { CockpitEvent } from './event.ts';
import { type FacetName, facetWord } from './facet.ts';
import { summarizeEvent } from './summarize.ts';

/** What held when an entry was recorded. */
export type Circumstances = { phase: PhaseId | undefined; pin: string | undefined };

/** The words by which an entry is found. */
export type IndexedEntry = {
  /** Who, kind, subject, phases, versions and the pin, each as one word. */
  facets: string;
  /** The line that says what was done. */
  what: string;
  /** Everything else that it says. */
  words: string;
};

/** The words by which an entry is found: by what it is about, and by the state when it was recorded. */
export function indexEntry(
  { actor, kind, subject }: Pick<Entry, 'actor' | 'kind' | 'subject'>,
  event: CockpitEvent,
  { phase, pin }: Circumstances,
): IndexedEntry {
  const named = (name: FacetName, values: readonly (string | undefined)[]) =>
    [...new Set(values)].flatMap((value) => (value === undefined ? [] : [facetWord(name, value)]));
  const what = summarizeEvent(event);
  return {
    facets: [
      ...named('who', [actor]),
      ...named('kind', [kind, kind.split('.')[0]]),
      ...named('subject', [subject, subject.split('/')[0]]),
      ...named('phase', [phase, phaseOf(event)]),
      ...named('version', versionsOf(event)),
      ...named('pin', [pin]),
    ].join(' '),
    what,
    words: [subject, ...textsIn(event.body)].filter((text) => !what.includes(text)).join('\n'),
  };
}

/** The phase that an event is about. The ids of runbooks and their items begin with that of their phase. */
function phaseOf({ kind, body }: CockpitEvent): PhaseId | undefined {
  switch (kind) {
    case 'phase.signed':
    case 'phase.passed':
    case 'phase.revisited':
      return body.phase;
    case 'item.attested':
    case 'item.waived':
    case 'item.withdrawn':
      return PHASE_IDS.find((id) => body.item.startsWith(`${id}.`));
    case 'runbook.published':
      return PHASE_IDS.find((id) => body.declaration.phase === id || body.runbook === id);
    default:
      return undefined;
  }
}

const versionMembers = new Set(['pin', 'cli_version']);

function versionsOf({ kind, body }: CockpitEvent): readonly string[] {
  const moved = kind === 'rollout.pin-moved' ? [body.from, body.to] : [];
  return [...moved, ...membersIn(body)];
}

function membersIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    versionMembers.has(name) && typeof member === 'string' ? [member] : membersIn(member),
  );
}

/** Every text and number of a body, without the names of its members. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
