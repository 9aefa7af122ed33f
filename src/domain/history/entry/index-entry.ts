import { PHASE_IDS, type PhaseId } from '../../base/phase.ts';
import type { Entry } from './entry.ts';
import type { CockpitEvent, EventKind } from './event.ts';
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
  const facets: string[] = [];
  const name = (facet: FacetName, values: readonly (string | undefined)[]) => {
    for (const [index, value] of values.entries())
      if (value !== undefined && values.indexOf(value) === index) facets.push(facetWord(facet, value));
  };
  const texts = [subject];
  const versions = event.kind === 'rollout.pin-moved' ? [event.body.from, event.body.to] : [];
  collect(wordsOf(event), { texts, versions });
  name('who', [actor]);
  name('kind', [kind, before(kind, '.')]);
  name('subject', [subject, before(subject, '/')]);
  name('phase', [phase, phaseOf(event)]);
  name('version', versions);
  name('pin', [pin]);
  const what = summarizeEvent(event);
  const words = texts.filter((text) => !what.includes(text)).join('\n');
  return { facets: facets.join(' '), what, words };
}

/**
 * Members with thousands of numbers, dates and the same names over and over: nobody finds an entry by them, and their
 * words would be most of the index.
 */
const unindexed: Partial<Record<EventKind, readonly string[]>> = {
  'figures.imported': ['rows', 'seen'],
  'compliance.imported': ['rows', 'fetched', 'gone'],
  'compliance.listed': ['files'],
  'sessions.imported': ['files'],
  'exec.captured': ['inputs', 'changes', 'files', 'texts'],
  'pack.created': ['changes'],
};

/** The body of an event without what is not indexed. */
function wordsOf({ kind, body }: CockpitEvent): unknown {
  const left = unindexed[kind];
  return left ? Object.fromEntries(Object.entries(body).filter(([name]) => !left.includes(name))) : body;
}

function before(text: string, mark: string): string {
  const end = text.indexOf(mark);
  return end < 0 ? text : text.slice(0, end);
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

const versionMembers: ReadonlySet<string> = new Set(['pin', 'cli_version']);

/**
 * Collects every text and number of a body, without the names of its members, and the versions among them. A replay asks this
 * of a million bodies, so one walk over each finds both.
 */
function collect(value: unknown, found: { texts: string[]; versions: string[] }): void {
  if (typeof value === 'string') found.texts.push(value);
  else if (typeof value === 'number') found.texts.push(String(value));
  else if (Array.isArray(value)) for (const member of value) collect(member, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === 'string' && versionMembers.has(name)) found.versions.push(member);
      collect(member, found);
    }
  }
}
