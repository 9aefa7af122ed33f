import { typedPath } from '../../../../app/files/write-new-file.ts';
import { importChangelog, reviewNotes } from '../../../../app/upgrade/changelog/changelog.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import { chooseOne, decision, fileName, fill, oneOf, required } from '../../../shell/decision.ts';
import { withoutRole } from '../../../shell/guards.ts';
import type { Doing, Field, State } from '../../../shell/state.ts';
import { noteState, selectedNote } from '../note-rows.ts';
import { upgrade } from '../read.ts';

const mayReview = withoutRole('review release notes');

/** Reads release notes from a file and records them. */
export const importNotes = decision<{ file: string }>({
  command: 'import-release-notes',
  keys: ['i'],
  description: 'import release notes from a file: JSON of the releases API, or Markdown',
  footer: 'import notes',
  alsoOn: ['upgrade', 'upgrade-coverage'],
  disabled: mayReview,
  form: {
    title: () => 'Import release notes',
    fields: () => [{ label: 'File', value: '', required: 'name a file' }],
    read: ([file = '']) => fill((at) => ({ file: at(0, () => fileName(required(file, 'name a file'))) })),
  },
  confirmation: ({ file }) => ({
    question: `Import the release notes of ${cleanLine(file)}?`,
    records: ['changelog.imported: its releases, each line flagged with what it speaks of'],
  }),
  run: async (doing, { file }) => {
    const world = doing.world();
    const { releases } = await importChangelog(world, await doing.writable(), typedPath(world, file));
    const lines = releases.reduce((sum, { notes }) => sum + notes.length, 0);
    return `imported ${countOf(lines, 'line')} of ${countOf(releases.length, 'release')}; v reviews them`;
  },
});

type Reviewing = { version: string; ids: readonly string[]; concerns: boolean; note: string };

const OUTCOMES = ['no concern', 'concerns us'] as const;

const fields: readonly Field[] = [
  { label: 'What it is to us', value: OUTCOMES[0], choices: OUTCOMES, pick: true, required: chooseOne },
  { label: 'What it means', value: '' },
];

function readReview([outcome = '', note = '']: readonly string[], version: string, ids: readonly string[]) {
  return fill((at): Reviewing => {
    const concerns = at(0, () => oneOf(OUTCOMES, outcome)) === 'concerns us';
    const said = at(1, () => {
      if (concerns && note === '') throw new UsageError('what concerns the team needs a note');
      return note;
    });
    return { version, ids, concerns, note: said };
  });
}

const outcomeOf = ({ concerns, note }: Reviewing) =>
  `${concerns ? 'concerns us' : 'no concern'}${note === '' ? '' : `, "${cleanLine(note)}"`}`;

async function review(doing: Doing, { note, ...input }: Reviewing): Promise<string> {
  const asked = { ...input, note: note || undefined };
  const { version, reviewed } = await reviewNotes(doing.world(), await doing.writable(), asked);
  return cleanLine(`reviewed ${countOf(reviewed, 'line')} of ${version}: ${outcomeOf({ note, ...input })}`);
}

/** Marks the selected line as reviewed. */
export const reviewLine = decision<Reviewing>({
  command: 'review-release-note',
  keys: ['v'],
  description: 'mark the selected line of the release notes as reviewed, with or without a concern',
  footer: 'review',
  disabled: (state) => mayReview(state) ?? (selectedNote(state) ? undefined : 'no line is selected'),
  about: (state) => selectedNote(state)?.note.id,
  form: {
    title: () => 'Review a line of the release notes',
    fields: () => fields,
    read: (values, id, state) => readReview(values, selectedNote(state)?.version ?? '', [id]),
  },
  confirmation: (input, state) => ({
    question: `Mark as reviewed: ${cleanLine(selectedNote(state)?.note.text ?? '')}`,
    records: [`changelog.reviewed: line ${input.ids.join(', ')} of ${input.version}, ${outcomeOf(input)}`],
  }),
  run: review,
});

/** The open lines of the version that the selected line is of. */
function openOf(state: State, version: string | undefined): readonly string[] {
  const release = upgrade.of(state).changelog?.releases.find((one) => one.version === version);
  if (!release) return [];
  const { publishedAt, notes } = release;
  return notes
    .filter((note) => noteState({ version: release.version, publishedAt, note }) === 'open')
    .map(({ id }) => id);
}

/** Marks every line of a version as reviewed that is still open. */
export const reviewAll = decision<Reviewing>({
  command: 'review-release',
  keys: ['V'],
  description: 'mark all open lines of the version of the selected line as reviewed',
  disabled: (state) => {
    const version = selectedNote(state)?.version;
    return (
      mayReview(state) ??
      (openOf(state, version).length > 0 ? undefined : 'every line of the version is reviewed')
    );
  },
  about: (state) => selectedNote(state)?.version,
  form: {
    title: (version) => `Review the open lines of ${cleanLine(version)}`,
    fields: () => fields,
    read: (values, version, state) => readReview(values, version, openOf(state, version)),
  },
  confirmation: (input) => ({
    question: `Mark ${countOf(input.ids.length, 'line')} of ${cleanLine(input.version)} as reviewed?`,
    records: [
      `changelog.reviewed: ${countOf(input.ids.length, 'line')} of ${cleanLine(input.version)}, ${outcomeOf(input)}`,
    ],
  }),
  run: review,
});
