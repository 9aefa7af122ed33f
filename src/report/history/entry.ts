import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import type { EntryOrigin } from '../../domain/history/entry/entry-origin.ts';
import type { Circumstances } from '../../domain/history/entry/index-entry.ts';
import { summarizeEvent } from '../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../domain/history/find/history-entry.ts';
import { jsonDocument } from '../base/json-document.ts';
import type { Paint } from '../base/paint.ts';
import { renderTextDiff } from '../base/text-diff.ts';
import { renderFields } from '../base/value-fields.ts';
import { entryFields, renderHistoryTable } from './history.ts';

/** An entry as it is shown, with what it rests on. */
export type EntryView = {
  entry: HistoryEntry;
  circumstances: Circumstances;
  restsOn: readonly HistoryEntry[];
  restOnIt: readonly HistoryEntry[];
  texts: readonly {
    label: string;
    sha256: string;
    size: number;
    text: string | undefined;
    truncatedFrom: number | undefined;
    state: 'kept' | 'removed' | 'missing';
  }[];
  revision: { name: string; before: string | undefined; after: string } | undefined;
};

/** An entry with its evidence, for people. Whatever was recorded stands indented, so that it passes for nothing else. */
export function renderEntry(view: EntryView, paint: Paint): string {
  const { entry, restsOn, restOnIt, texts, revision } = view;
  return [
    ...heading(view, paint),
    ...(restsOn.length === 0 ? [] : [title(paint, 'Rests on'), renderHistoryTable(restsOn).trimEnd()]),
    ...(restOnIt.length === 0
      ? []
      : [title(paint, 'Decisions based on it'), renderHistoryTable(restOnIt).trimEnd()]),
    title(paint, 'Body'),
    indented(renderFields(entry.event.body).join('\n')),
    ...(revision ? [title(paint, 'What the revision changed'), renderRevision(revision, paint)] : []),
    ...texts.flatMap((text, index) => [
      title(paint, `Text ${index + 1} of ${texts.length}: ${cleanLine(text.label)}`),
      `  sha256 ${cleanLine(text.sha256)}, ${text.size} bytes${text.truncatedFrom === undefined ? '' : ` of ${text.truncatedFrom}`}`,
      indented(clean(text.text ?? fates[text.state])),
    ]),
    '',
  ].join('\n');
}

/** The same for programs, `codex-cockpit/audit-entry` version 1 (docs/json.md). */
export function renderEntryJson({ entry, circumstances, restsOn, restOnIt, texts }: EntryView): string {
  return jsonDocument('audit-entry', {
    entry: entryFields(entry),
    summary: summarizeEvent(entry.event),
    phase: circumstances.phase ?? null,
    pin: circumstances.pin ?? null,
    rests_on: restsOn.map(summarized),
    rest_on_it: restOnIt.map(summarized),
    texts: texts.map(({ label, sha256, size, text, truncatedFrom, state }) => ({
      label,
      sha256,
      size,
      truncated_from: truncatedFrom ?? null,
      state,
      text: text ?? null,
    })),
  });
}

const summarized = (entry: HistoryEntry) => ({ ...entryFields(entry), summary: summarizeEvent(entry.event) });

const fates = {
  kept: '',
  removed: '(a retention rule removed its bytes, which an entry records; the digest stays)',
  missing: '(it is not in the database: codex-cockpit audit verify)',
};

function heading({ entry, circumstances: { phase, pin } }: EntryView, paint: Paint): readonly string[] {
  const held =
    pin === undefined
      ? 'before the rollout started'
      : `in the phase ${phase}, with the pin ${cleanLine(pin)}`;
  const rows = [
    ['by', entry.actor],
    ['from', describeOrigin(entry.origin)],
    ['about', entry.subject],
    ['recorded', held],
    ['id', entry.id],
    ['hash', entry.hash],
    ['follows', entry.prev_hash],
  ];
  return [
    paint('bold', `Entry ${entry.seq}: ${entry.event.kind} at ${cleanLine(entry.at)}`),
    `  ${cleanLine(summarizeEvent(entry.event))}`,
    '',
    ...rows.map(([name = '', value = '']) => `${name.padEnd(9)} ${cleanLine(value)}`),
  ];
}

function describeOrigin(origin: EntryOrigin | undefined): string {
  if (!origin) return 'not recorded';
  const named = { flag: 'named by --as', git: "git's user.email", account: 'the name of the account' };
  return `${named[origin.namedBy]}, account ${origin.account} on ${origin.host}`;
}

function renderRevision({ name, before, after }: NonNullable<EntryView['revision']>, paint: Paint): string {
  if (before === undefined) return '  It is the first one that was recorded.';
  return indented(
    renderTextDiff({ before, after, name: cleanLine(name) }, paint, 'the revision before') || '(nothing)',
  );
}

function title(paint: Paint, text: string): string {
  return `\n${paint('bold', text)}`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
