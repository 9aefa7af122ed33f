import { type Release, type ReleaseNote, releasesBetween } from './release.ts';

/** What a person found about lines of release notes. Times are RFC 3339. */
export type NoteReview = {
  version: string;
  notes: readonly string[];
  concerns: boolean;
  note: string | null;
  by: string;
  at: string;
  seq: number;
};

/** A line of release notes with the newest review of it. */
type ReviewedNote = ReleaseNote & { review: NoteReview | undefined };

/** The release notes between two versions, and how far they were reviewed. */
export type ChangelogState = {
  from: string;
  to: string;
  releases: readonly (Omit<Release, 'notes'> & { notes: readonly ReviewedNote[] })[];
  /** True when the notes of the candidate itself were imported. */
  hasCandidate: boolean;
  open: number;
  reviewed: number;
  /** How long ago the candidate was published; undefined where no notes say it. */
  ageDays: number | undefined;
};

const dayMs = 24 * 60 * 60 * 1000;

/** Joins release notes with their reviews; a later import of a version replaces an earlier one. */
export function changelogState(
  { releases, reviews }: { releases: readonly Release[]; reviews: readonly NoteReview[] },
  { from, to, now }: { from: string; to: string; now: Date },
): ChangelogState {
  const newest = new Map(
    reviews.flatMap((review) => review.notes.map((id) => [key(review.version, id), review])),
  );
  const between = releasesBetween(releases, { from, to }).map((release) => ({
    ...release,
    notes: release.notes.map((note) => ({ ...note, review: newest.get(key(release.version, note.id)) })),
  }));
  const notes = between.flatMap((release) => release.notes);
  const reviewed = notes.filter(({ review }) => review).length;
  const candidate = releases.find(({ version }) => version === to);
  return {
    from,
    to,
    releases: between,
    hasCandidate: candidate !== undefined,
    open: notes.length - reviewed,
    reviewed,
    ageDays: candidate?.publishedAt
      ? Math.floor((now.getTime() - Date.parse(candidate.publishedAt)) / dayMs)
      : undefined,
  };
}

const key = (version: string, id: string) => `${version} ${id}`;
