import { newPath, typedPath, writeNewFile } from '../../../app/files/write-new-file.ts';
import { writeBundle } from '../../../app/history/bundle/write-bundle.ts';
import { rememberedPlace, rememberPlace } from '../../../app/history/checkpoints/checkpoint-places.ts';
import { makeCheckpoint } from '../../../app/history/checkpoints/make-checkpoint.ts';
import { replaceSigningKey } from '../../../app/history/checkpoints/signing-key.ts';
import { proveEntry } from '../../../app/history/entry-proof.ts';
import { exportHistory } from '../../../app/history/export/export-history.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import type { HistoryFilter } from '../../../domain/history/find/history-filter.ts';
import { parseHistoryFilter } from '../../../domain/history/find/parse-history-filter.ts';
import { formatEntryProof } from '../../../domain/history/proof/entry-proof.ts';
import { describeFaults } from '../../../domain/history/proof/proof.ts';
import { renderBundleReadme } from '../../../report/history/bundle/readme.ts';
import { renderBundleReport } from '../../../report/history/bundle/report-html.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../report/history/export/formats.ts';
import { atField, chooseOne, decision, fill, oneOf, required } from '../../shell/decision.ts';
import { unread, withoutRole, withoutRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, filterOf, type State, tell } from '../../shell/state.ts';
import { existing, readEntryNumber } from './questions.ts';
import { entryOf, selectedRow } from './rows.ts';

const withoutHistory = (state: State) =>
  unread(state) ?? (state.status?.entries ? undefined : 'the history is empty');

const selectedSeq = (state: State) => {
  const row = selectedRow(state);
  return row && entryOf(row).seq;
};

const prove = decision<{ seq: number; out: string; proof: string }>({
  command: 'prove',
  keys: ['p'],
  description: 'prove to a person without the database that an entry is in the history',
  footer: 'prove',
  recordsNothing: true,
  disabled: withoutHistory,
  about: (state) => String(selectedSeq(state) ?? ''),
  form: {
    title: () => 'Prove that an entry is in the history',
    fields: (seq) => [
      { label: 'Entry', value: seq, required: 'name the number of an entry' },
      {
        label: 'Write the proof to',
        value: seq === '' ? '' : `entry-${seq}.tlog-proof`,
        required: 'name a file for the proof',
      },
    ],
    read: ([seq = '', out = '']) =>
      fill((at) => ({
        seq: at(0, () => readEntryNumber(seq)),
        out,
        proof: '',
      })),
  },
  prepare: async (doing, { seq, out }) => ({
    seq,
    out: atField(1, () => newPath(doing.world(), typedPath(doing.world(), out))),
    proof: formatEntryProof(
      await atField(0, () => doing.reading((store) => proveEntry(existing(store), seq))),
    ),
  }),
  confirmation: ({ seq, out }) => ({
    question: `Write the proof of entry ${seq}?`,
    writes: [out, 'It can be checked with the public key alone: codex-cockpit audit verify-proof'],
    records: [],
  }),
  run: async (doing, { out, proof }) => `written to ${await writeNewFile(doing.world(), out, proof)}`,
});

const formats = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[];

const allEntries = 'all';
const foundEntries = 'found by the filter';

type ExportInput = {
  format: ExportFormat;
  out: string;
  line: string;
  after: number | undefined;
  state: string | undefined;
};

const exporting = decision<ExportInput>({
  command: 'export',
  keys: ['x'],
  description: 'export the entries for other tools, oldest first, one per line',
  footer: 'export',
  recordsNothing: true,
  disabled: withoutHistory,
  form: {
    title: () => 'Export the history',
    fields: (_, state) => [
      { label: 'Append to the file', value: '', required: 'name a file; it is appended to when it is there' },
      { label: 'Format', value: 'jsonl', choices: formats, pick: true, required: chooseOne },
      {
        label: 'Entries',
        value: filterOf(state, 'history') === '' ? allEntries : foundEntries,
        choices: filterOf(state, 'history') === '' ? [allEntries] : [allEntries, foundEntries],
        pick: true,
        required: chooseOne,
      },
      { label: 'After entry (none)', value: '' },
      { label: 'State file (none)', value: '' },
    ],
    read: ([out = '', format = '', entries = '', after = '', kept = ''], _, state) =>
      fill((at) => ({
        out,
        format: at(1, () => oneOf(formats, format)),
        line: at(2, () =>
          oneOf([allEntries, foundEntries], entries) === allEntries ? '' : filterOf(state, 'history'),
        ),
        after: at(3, () => (after === '' ? undefined : readEntryNumber(after))),
        state: kept || undefined,
      })),
  },
  prepare: async (doing, input) => {
    atField(2, () => readFilter(doing, input.line));
    const path = (typed: string) => typedPath(doing.world(), typed);
    const out = atField(0, () => path(input.out));
    return { ...input, out, state: atField(4, () => input.state && path(input.state)) };
  },
  confirmation: ({ format, out, line, after, state }) => ({
    question: `Export the history as ${format}?`,
    writes: [
      out,
      `${line === '' ? 'all entries' : `entries that the filter finds: ${line}`}${after === undefined ? '' : `, after entry ${after}`}`,
      ...(state === undefined ? [] : [`${state}, which remembers the last entry`]),
    ],
    records: [],
  }),
  run: async (doing, { format, out, line, after, state }) => {
    const { header, line: lineOf } = EXPORT_FORMATS[format];
    const exported = await exportHistory(
      doing.world(),
      { db: doing.db },
      {
        form: format,
        header,
        render: (entries) => entries.map((one) => lineOf(one, { version: doing.version })).join(''),
        filter: readFilter(doing, line),
        ...{ after, state, out, signal: doing.signal },
        write: async () => undefined,
      },
    );
    return `exported ${exported.entries} entries to ${out}, up to number ${exported.last}`;
  },
});

/** @throws UsageError for a filter that cannot be read */
function readFilter(doing: Doing, line: string): HistoryFilter {
  return parseHistoryFilter(readFilterLine(line), doing.world().now());
}

const bundle = decision<{ out: string }>({
  command: 'bundle',
  keys: ['b'],
  description: 'write the history with its texts, a report and a verifier for an auditor',
  recordsNothing: true,
  disabled: withoutHistory,
  form: {
    title: () => 'Everything for an auditor who has no codex-cockpit',
    fields: (_, { now }) => [
      {
        label: 'Archive or folder',
        value: `history-${now.toISOString().slice(0, 10)}.tar.gz`,
        required: 'name an archive that ends in .tar.gz or .tgz, or a folder',
      },
    ],
    read: ([out = '']) => ({ input: { out } }),
  },
  prepare: async (doing, { out }) => ({ out: newPath(doing.world(), typedPath(doing.world(), out)) }),
  confirmation: ({ out }) => ({
    question: 'Write the bundle for an auditor?',
    writes: [out, 'all entries, their texts, checkpoints and keys, a report, and a verifier'],
    records: [],
  }),
  run: async (doing, { out }) => {
    doing.change((state) => tell(state, 'writing the bundle…'));
    const request = { out, readme: renderBundleReadme, report: renderBundleReport, signal: doing.signal };
    const { path, entries, proof, isSigned } = await writeBundle(doing.world(), { db: doing.db }, request);
    const written = `${entries} entries written to ${path}`;
    if (!proof.whole) return `${written}. The history is NOT whole: ${describeFaults(proof).join(' ')}`;
    return isSigned
      ? `${written}. Send the auditor the public key (K) in another way.`
      : `${written}. It is not signed: the key that signs checkpoints cannot be read here.`;
  },
});

const asBefore = 'as before';
const thereToo = 'there too';
const nowhereElse = 'nowhere else';

const checkpoint = decision<{ to: string | undefined; later: string; place: string | undefined }>({
  command: 'checkpoint',
  keys: ['c'],
  description: 'sign the present state of the history, so that a later change is detected',
  disabled: (state) => withoutHistory(state) ?? withoutRollout(state),
  form: {
    title: () => 'Sign the present state of the history',
    fields: () => [
      { label: 'Write it there too', value: '' },
      {
        label: 'Later checkpoints',
        value: asBefore,
        choices: [asBefore, thereToo, nowhereElse],
        pick: true,
        required: chooseOne,
      },
    ],
    read: ([to = '', later = '']) =>
      fill((at) => {
        const answer = at(1, () => oneOf([asBefore, thereToo, nowhereElse], later));
        if (answer === thereToo)
          at(0, () => required(to, 'name a file, or a folder that ends in /, for the later ones'));
        return { to: to || undefined, later: answer, place: undefined };
      }),
  },
  prepare: async (doing, { to, later }) => ({
    to: atField(0, () => to && typedPath(doing.world(), to)),
    later,
    place: await doing.reading((store) => rememberedPlace(existing(store))),
  }),
  confirmation: ({ to, later, place }, { status }) => {
    const kept = later === asBefore ? place : undefined;
    const places = [...new Set([kept, to])].filter((one) => one !== undefined);
    const choice = { [thereToo]: to, [nowhereElse]: 'nowhere else' }[later];
    return {
      question: 'Sign the present state of the history?',
      writes: places,
      records: [
        ...(choice === undefined ? [] : [`checkpoint.place-chosen: ${choice}, for all later ones`]),
        `checkpoint.made: vouches for all entries, ${status?.entries ?? 0} so far`,
        ...(places.length > 0
          ? []
          : ['Keep a copy where those who can write the database cannot change it.']),
      ],
    };
  },
  run: async (doing, { to, later }) => {
    const store = await doing.writable();
    const warnings: string[] = [];
    const world = { ...doing.world(), tell: (line: string) => warnings.push(cleanLine(line)) };
    if (later !== asBefore) await rememberPlace(world, store, later === thereToo ? to : undefined);
    // A place that is remembered is written to without being named again.
    const { size, writtenTo } = await makeCheckpoint(world, store, {
      to: later === thereToo ? undefined : to,
    });
    const where = writtenTo.length > 0 ? `written to ${writtenTo.join(', ')}` : 'recorded';
    return [`signed ${size} entries; ${where}`, ...warnings].join('. ');
  },
});

const replaceKey = decision<{ replaces: true }>({
  command: 'replace-key',
  keys: ['N'],
  description: 'make another key that signs checkpoints, when the old one is lost or known to others',
  disabled: withoutRole('replace the signing key'),
  begin: () => ({ input: { replaces: true } }),
  confirmation: () => ({
    question: 'Make another key that signs checkpoints?',
    records: ['key.made: verifies the checkpoints from now on; the old key file is kept under another name'],
  }),
  run: async (doing) => {
    const { text } = await replaceSigningKey(doing.world(), await doing.writable());
    return `the public key is now ${text}`;
  },
});

/** What is written for an auditor, and what is signed. */
export const auditorFiles: readonly Binding[] = [prove, exporting, bundle, checkpoint, replaceKey];
