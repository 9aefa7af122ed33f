import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import type { ChangelogState } from '../../domain/upgrade/changelog/review.ts';
import { AREAS } from '../../domain/upgrade/rehearsal/area.ts';
import { jsonDocument } from '../base/json-document.ts';

type ShownNote = ChangelogState['releases'][number]['notes'][number];

/** A line of release notes, then what it speaks of and who reviewed it. */
export function describeNote({ id, section, text, areas, review }: ShownNote): readonly string[] {
  return [
    `${review ? '✔' : '○'} ${id}  ${section === '' ? '' : `${cleanLine(section)}: `}${cleanLine(text)}`,
    ...(areas.length > 0 ? [`speaks of: ${areas.map((area) => AREAS[area]).join(', ')}`] : []),
    ...(review
      ? [
          `${review.concerns ? 'concerns us' : 'no concern'}, ${cleanLine(review.by)} on ${review.at.slice(0, 10)}${review.note === null ? '' : `: ${cleanLine(review.note)}`}`,
        ]
      : []),
  ];
}

/** Versions that are named before the rest is only counted. */
const mostVersions = 10;

/** Of which releases notes were imported: the program knows of no others. */
export function describeImported({
  from,
  to,
  releases,
}: Pick<ChangelogState, 'from' | 'to' | 'releases'>): string {
  const { length } = releases;
  const imported = `notes of ${countOf(length, 'release')} between ${cleanLine(from)} and ${cleanLine(to)} were imported`;
  if (length === 0) return imported;
  const named = releases.slice(-mostVersions).map(({ version }) => cleanLine(version));
  const left = length - named.length;
  return `${imported}: ${left > 0 ? `${left} more, ` : ''}${named.join(', ')}; releases without imported notes are not known here`;
}

/** Release notes between two versions, a line each, with what they speak of and who reviewed them. */
export function renderChangelog(
  { from, to, releases, hasCandidate, open, reviewed }: ChangelogState,
  { onlyOpen = false }: { onlyOpen?: boolean } = {},
): string {
  const lines = releases.flatMap(({ version, publishedAt, notes }) => {
    const shown = notes.filter(({ review }) => !onlyOpen || !review);
    if (shown.length === 0 && onlyOpen) return [];
    return [
      `${version}  ${publishedAt?.slice(0, 10) ?? 'day unknown'}`,
      ...shown.flatMap((note) =>
        describeNote(note).map((line, place) => `${place === 0 ? '  ' : '      '}${line}`),
      ),
    ];
  });
  return [
    `Release notes ${from} → ${to}: ${countOf(releases.length, 'release')}, ${countOf(reviewed, 'line')} reviewed, ${open} open`,
    ...(hasCandidate ? [] : [`The release notes of ${to} were not imported.`]),
    'They never tell everything: rehearse the upgrade too.',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The same for a program. */
export function renderChangelogJson(state: ChangelogState): string {
  const { from, to, hasCandidate, open, reviewed, ageDays, releases } = state;
  return jsonDocument('changelog', {
    ...{ from, to, open, reviewed, has_candidate: hasCandidate, age_days: ageDays ?? null },
    releases: releases.map(({ version, publishedAt, prerelease, notes }) => ({
      ...{ version, prerelease, published_at: publishedAt },
      notes: notes.map(({ id, section, text, areas, review }) => ({
        ...{ id, section, text, areas },
        review: review
          ? { by: review.by, at: review.at, entry: review.seq, concerns: review.concerns, note: review.note }
          : null,
      })),
    })),
  });
}
