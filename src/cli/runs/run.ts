import { InvalidArgumentError } from 'commander';
import { importRun } from '../../app/runs/capture/import-run.ts';
import { findListedRun, listRuns } from '../../app/runs/capture/list-runs.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';
import {
  renderCaptured,
  renderRun,
  renderRunJson,
  renderRunTable,
  renderRunTableJson,
} from '../../report/runs/captured/run.ts';
import { arg, choiceFlag, codexFlag, flag, readFlag, runsFlag } from '../program/flags.ts';
import { action, group, subcommand } from '../program/subcommand.ts';
import { captureNotes, captureOn, exitOf, shownOf, whyUnrecorded } from './capture.ts';

const modeFlag = choiceFlag('--mode <mode>', 'where it runs (default: ci where the environment says so)', [
  'ci',
  'local',
]);

/** `run -- codex exec …` */
const capture = action({
  args: { words: arg('[words...]', '') },
  usage: '[options] -- codex exec …',
  flags: {
    codex: codexFlag,
    evidence: runsFlag,
    record: flag('--no-record', 'write the evidence folder alone, and nothing into the history'),
    mode: modeFlag,
    strict: flag(
      '--strict',
      'exit with 1 when the run did not do what was asked, also where the CLI exits with 0',
    ),
    log: flag('--log <file>', 'add a log event of the run to a file, as a line of JSON (run log prints it)'),
  },
  run: async ({ strict: _, words, log: file, ...given }, { host, world, signal }) => {
    const [word] = words;
    if (word !== undefined) throw unknownWord(word);
    if (file === undefined) return captureOn(host, { world, signal, given });
    const { addToLog } = await import('./run-log.ts');
    // A file that cannot be written is named before anything is run.
    await addToLog(world, file);
    const result = await captureOn(host, { world, signal, given });
    await addToLog(world, file, result.run);
    return result;
  },
  text: () => '',
  json: (result) => renderRunJson(shownOf(result)),
  advice: (result) => `${renderCaptured(shownOf(result))}${whyUnrecorded(result.recorded) ?? ''}`,
  exit: (result, { given: { strict } }) => exitOf(result, strict),
  notes: captureNotes,
});

const importing = subcommand({
  name: 'import',
  summary: 'take in a run that was captured elsewhere: an evidence folder, or a file of events',
  args: { path: arg('<path>', 'an evidence folder, or what codex exec --json printed') },
  flags: {
    evidence: runsFlag,
    stderr: flag('--stderr <file>', 'of a file of events: what the CLI printed on stderr'),
    exit: readFlag('--exit <code>', 'of a file of events: the exit code of the CLI', exitCode),
    started: readFlag('--started <time>', 'of a file of events: when it began, RFC 3339', time),
    mode: modeFlag,
  },
  run: ({ path, mode, ...given }, { world }) => importRun(world, { ...given, path, mode: mode ?? 'ci' }),
  text: ({ run, folder, isNew, recorded }) => {
    const shown = { run, folder, entry: 'entry' in recorded ? recorded.entry : undefined };
    const known = isNew || ('entry' in recorded && recorded.isNew) ? '' : 'It was imported before.\n';
    return `${renderCaptured(shown)}${known}`;
  },
  json: ({ run, folder, recorded }) =>
    renderRunJson({ run, folder, entry: 'entry' in recorded ? recorded.entry : undefined }),
  advice: ({ recorded }) => whyUnrecorded(recorded),
  examples: [
    ['codex-cockpit run import ./evidence/01a1fad2-…', 'an evidence folder that a job of CI uploaded'],
    [
      'codex-cockpit run import events.jsonl --stderr log.txt --exit 0',
      'a stream that was written without the cockpit',
    ],
  ],
});

const list = subcommand({
  name: 'list',
  summary: 'captured runs, newest first, and those that did not finish',
  flags: { evidence: runsFlag },
  run: ({ evidence }, { world, read }) => read((views) => listRuns(world, { views, evidence })),
  text: renderRunTable,
  json: renderRunTableJson,
  advice: ({ runs, unfinished }) =>
    runs.length + unfinished.length === 0 ? 'Capture one: codex-cockpit run -- codex exec "…"\n' : undefined,
});

const show = subcommand({
  name: 'show',
  summary: 'one captured run: the newest, or the one of an id or an entry',
  args: { run: arg('[run]', 'an id, a part of it, or the number of its entry') },
  flags: { evidence: runsFlag },
  run: ({ run, evidence }, { world, read }) =>
    read((views) => findListedRun(world, { views, evidence }, run)),
  text: renderRun,
  json: renderRunJson,
});

export const define = group({
  own: capture,
  subcommands: [
    importing,
    list,
    show,
    {
      name: 'log',
      summary: 'a log event of a captured run, as a line of JSON',
      load: async () => (await import('./run-log.ts')).log,
    },
  ],
  examples: [
    ['codex-cockpit run -- codex exec "Add slug()"', 'run it, and keep what was given, done and changed'],
    [
      'codex-cockpit run -- codex exec --json "Add slug()" > events.jsonl',
      'the same; stdout has the events untouched',
    ],
    [
      'codex-cockpit run --runs ./evidence --strict -- codex exec - < prompt.md',
      'a job of CI, with a folder to upload',
    ],
    ['codex-cockpit run --codex 0.169.0 -- codex exec "Add slug()"', 'an installed version'],
    ['codex-cockpit run list', 'what was captured'],
  ],
});

function unknownWord(word: string): UsageError {
  return new UsageError(
    `there is no command "run ${cleanLine(word)}"${didYouMean(word, ['import', 'list', 'show', 'log'])}`,
    'To capture a run, write it after --: codex-cockpit run -- codex exec "…"\ncodex-cockpit run --help lists its commands.',
  );
}

function exitCode(text: string): number {
  const code = parseWholeNumber(text, 0);
  if (code === undefined || code > 255) throw new InvalidArgumentError('It must be a number from 0 to 255.');
  return code;
}

function time(text: string): string {
  const at = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(at))
    throw new InvalidArgumentError('It must be a time such as 2026-11-22T08:00:00Z.');
  return new Date(at).toISOString();
}
