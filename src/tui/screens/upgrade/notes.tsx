import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { ChangelogState } from '../../../domain/upgrade/changelog/review.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import { describeNote } from '../../../report/upgrade/changelog.ts';
import { listScreen } from '../../components/list-screen.tsx';
import type { Theme } from '../../shell/look/theme.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { linkToEntry } from '../links.ts';
import { aboutUpgrade } from './about.tsx';
import { importNotes, reviewAll, reviewLine } from './decide/notes.ts';
import { standingOrRow } from './keys.ts';
import {
  type NOTE_STATES,
  type NoteRow,
  noteRows,
  noteSorting,
  noteState,
  selectedNote,
} from './note-rows.ts';
import { loadUpgrade, upgrade } from './read.ts';
import { signOf } from './rows.ts';

const verdicts = { open: 'skip', concerns: 'warn', reviewed: 'pass' } as const satisfies Record<
  (typeof NOTE_STATES)[number],
  string
>;

function lookOf(row: NoteRow, theme: Theme) {
  const state = noteState(row);
  const { text, colour } = theme.verdict(verdicts[state]);
  return { text: `${signOf(text)} ${state}`, colour };
}

const areasOf = ({ note }: NoteRow) => note.areas.map((area) => AREAS[area]).join(', ');

/** The release notes between the pin and the candidate, what nobody has looked at first. */
export const notesScreen = listScreen<NoteRow>({
  id: 'upgrade-notes',
  parent: 'upgrade',
  title: 'Release notes',
  description: 'the release notes between the pin and the candidate',
  keys: [reviewLine, reviewAll, importNotes],
  rows: noteRows,
  sorting: noteSorting,
  rowId: ({ version, note }) => `${version} ${note.id}`,
  rowTitle: ({ version, note }) => cleanLine(`${version} ${note.id}`),
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    { title: 'VERSION', priority: 8, cell: ({ version }) => cleanLine(version) },
    { title: 'LINE', priority: 10, least: 24, cell: ({ note }) => cleanLine(note.text) },
    { title: 'SPEAKS OF', priority: 6, least: 14, cell: areasOf },
    { title: 'BY', priority: 4, least: 10, cell: ({ note }) => cleanLine(note.review?.by ?? '') },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: emptyText,
  preview: (_, row) => textOf(row),
  detail: (state, row) => standingOrRow(state, row && textOf(row)),
  links: (state) => {
    const review = selectedNote(state)?.note.review;
    return review ? [linkToEntry(review.seq, `reviewed by ${cleanLine(review.by)}`)] : [];
  },
  above: aboutUpgrade,
  load: loadUpgrade,
});

function textOf({ version, publishedAt, note }: NoteRow): string {
  const { section } = note;
  return [
    `${cleanLine(version)}  ${publishedAt?.slice(0, 10) ?? 'day unknown'}${section === '' ? '' : `  ${cleanLine(section)}`}`,
    '',
    ...describeNote(note),
  ].join('\n');
}

function emptyText(state: State): string {
  const { changelog, isDecisionRead } = upgrade.of(state);
  if (filterOf(state, 'upgrade-notes') !== '') return 'no line passes the filter';
  if (state.status && !state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
  if (!isDecisionRead) return 'reading the history…';
  return [
    `${missingNotes(changelog)} Press i to import a file: JSON of the releases API or of its command line client, or Markdown.`,
    '',
    'Each line is flagged with what it speaks of. A person marks it as reviewed (v), with or without a concern. Release notes never tell everything: rehearse the upgrade too.',
  ].join('\n');
}

function missingNotes(changelog: ChangelogState | undefined): string {
  if (!changelog) return 'No release notes were imported yet.';
  const { from, to } = changelog;
  return cleanLine(`No release notes between ${from} and ${to} were imported yet.`);
}
