import semver from 'semver';
import type { ChangelogState } from '../../../domain/upgrade/changelog/review.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { cursorOf, filterOf, perState, type State } from '../../shell/state.ts';
import { upgrade } from './read.ts';

/** A line of the release notes of a version. */
export type NoteRow = {
  version: string;
  publishedAt: string | null;
  note: ChangelogState['releases'][number]['notes'][number];
};

/** How far a line is reviewed: what nobody has looked at first, then what concerns the team. */
export const NOTE_STATES = ['open', 'concerns', 'reviewed'] as const;

export function noteState({ note: { review } }: NoteRow): (typeof NOTE_STATES)[number] {
  if (!review) return 'open';
  return review.concerns ? 'concerns' : 'reviewed';
}

/** What speaks of something that a rehearsal looks at stands before what does not. */
const rankOf = (row: NoteRow) =>
  2 * NOTE_STATES.indexOf(noteState(row)) + (row.note.areas.length > 0 ? 0 : 1);

export const noteSorting = sorting<NoteRow>(
  'upgrade-notes',
  {
    STATE: rankOf,
    VERSION: ({ version }) => version,
    LINE: ({ note }) => note.text,
    'SPEAKS OF': ({ note }) => note.areas.join(', '),
    BY: ({ note }) => note.review?.by ?? '',
  },
  () => ({ by: 'STATE', descending: false }),
);

/** The lines that pass the filter. */
export const noteRows = perState((state): readonly NoteRow[] => {
  const releases = upgrade.of(state).changelog?.releases ?? [];
  const rows = releases
    .toSorted((one, other) => semver.compare(one.version, other.version, true))
    .flatMap(({ version, publishedAt, notes }) => notes.map((note) => ({ version, publishedAt, note })));
  const found = rows.filter((row) => {
    const { note, version } = row;
    const words = `${version} ${note.id} ${note.section} ${note.text} ${note.areas.map((area) => AREAS[area]).join(' ')}`;
    return matches(
      `${words} ${noteState(row)} ${note.review?.by ?? ''} ${note.review?.note ?? ''}`,
      filterOf(state, 'upgrade-notes'),
    );
  });
  return noteSorting.apply(state, found);
});

/** The line under the cursor. */
export function selectedNote(state: State): NoteRow | undefined {
  return noteRows(state)[cursorOf(state, 'upgrade-notes')];
}
