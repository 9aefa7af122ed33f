import { dayMs } from '../../base/time/duration.ts';
import type { CompliancePlace } from '../events/compliance.ts';

/** After so many days OpenAI removes log files. */
export const RETENTION_DAYS = 30;

/** How long a record may take to come into the list of log files; nobody says it, so a whole day is allowed for. */
const delayMs = dayMs;

/** A stretch of time of which a log is known: moments, RFC 3339. */
type Stretch = { from: string; to: string };

/** What a log is known of, as it was recorded. */
export type CoverageRecord = {
  place: CompliancePlace;
  log: string;
  /** `listed`: the list of the API; `stated`: a person said so; `records`: from the first to the last record of a file. */
  stretches: readonly (Stretch & {
    basis: 'listed' | 'stated' | 'records';
    /** When the list was read and ended with this stretch; null when it went on. */
    endedAt: string | null;
  })[];
  /** When the list was read to its end last; null when it never was. */
  checkedAt: string | null;
  /** Listed files that were not fetched, and since when the oldest of them may have records. */
  waiting: { files: number; since: string | null };
  /** Listed files that OpenAI had removed before they were fetched. */
  filesLost: number;
};

/** A stretch without records, and until when its newest part can be fetched; null when all of it was removed. */
export type Gap = Stretch & { removedOn: string | null };

/** How far a log is known. Moments are RFC 3339 UTC. */
export type Coverage = {
  place: CompliancePlace;
  log: string;
  basis: readonly ('listed' | 'stated' | 'records')[];
  from: string;
  to: string;
  checkedAt: string | null;
  filesToFetch: number;
  filesLost: number;
  /** The newest stretch without a gap, as far as its files were fetched: a day in it without a record had none. */
  counted: Stretch;
  gaps: readonly Gap[];
  /** When OpenAI begins to remove what was not fetched. */
  removedFrom: string;
  /** Whole days until then; 0 on the day before, and when it began already. */
  daysLeft: number;
  isBeingRemoved: boolean;
};

/** Says how far a log is known, what is missing in between, and how long what is missing can still be fetched. */
export function coverageOf(
  { place, log, stretches, checkedAt, waiting, filesLost }: CoverageRecord,
  now: Date,
): Coverage | undefined {
  const joined = join(stretches);
  const [first, last] = [joined[0], joined.at(-1)];
  if (!first || !last) return undefined;
  const fetchedUntil = waiting.since === null ? Number.POSITIVE_INFINITY : Date.parse(waiting.since);
  const oldest = Math.min(last.to, fetchedUntil);
  const removedFrom = oldest + RETENTION_DAYS * dayMs;
  return {
    place,
    log,
    basis: [...new Set(stretches.map(({ basis }) => basis))].sort(),
    from: iso(first.from),
    to: iso(last.to),
    checkedAt,
    filesToFetch: waiting.files,
    filesLost,
    counted: { from: iso(last.from), to: iso(Math.max(last.from, Math.min(last.to, fetchedUntil))) },
    gaps: joined.slice(1).map(({ from }, index) => gap(joined[index]?.to ?? from, from, now)),
    removedFrom: iso(removedFrom),
    isBeingRemoved: removedFrom <= now.getTime(),
    daysLeft: Math.max(0, Math.floor((removedFrom - now.getTime()) / dayMs)),
  };
}

type Span = { from: number; to: number; isExact: boolean };

/**
 * Stretches as far as they go without a gap. The time between two files is known only when somebody said what they
 * cover: from record to record, less than a day between them is no gap.
 */
function join(stretches: CoverageRecord['stretches']): readonly Span[] {
  const spans = stretches
    .map(({ from, to, basis, endedAt }) => ({
      from: Date.parse(from),
      // A list that ends has everything up to when it was read, but for what comes late.
      to: Math.max(
        Date.parse(to),
        endedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(endedAt) - delayMs,
      ),
      isExact: basis !== 'records',
    }))
    .sort((one, other) => one.from - other.from);
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const between = last ? span.from - last.to : Number.POSITIVE_INFINITY;
    if (last && (between <= 0 || (between < dayMs && !(last.isExact && span.isExact)))) {
      if (span.to >= last.to) last.isExact = span.isExact;
      last.to = Math.max(last.to, span.to);
    } else joined.push({ ...span });
  }
  return joined;
}

function gap(from: number, to: number, now: Date): Gap {
  const removed = to + RETENTION_DAYS * dayMs;
  return { from: iso(from), to: iso(to), removedOn: removed > now.getTime() ? iso(removed) : null };
}

const iso = (ms: number) => new Date(ms).toISOString();
