import { compareBaselines, requireBaseline, writeBaseline } from '../../app/upgrade/baselines.ts';
import { renderDifferencesJson, renderDifferencesText } from '../../report/base/differences.ts';
import { renderBaseline, renderBaselineJson } from '../../report/upgrade/baseline.ts';
import { arg, flag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const record = subcommand({
  name: 'record',
  summary: 'ask a CLI for its features, methods, models and commands, and write them to a file',
  flags: {
    codex: flag(
      '--codex <cli>',
      'the CLI to record (a path, or an installed version; default: the first codex on PATH)',
    ),
    output: flag('--output <file>', 'where to write (default: data/baselines/<version>.json)'),
  },
  run: ({ codex, output }, { world, signal, say }) => {
    say('Asking the CLI about itself; this takes some seconds…\n');
    return writeBaseline(world, { codex, output, signal });
  },
  text: ({ baseline, path }) => `Recorded ${baseline.cli} in ${path}\n`,
  json: ({ baseline, path }) => renderBaselineJson(baseline, path),
});

const show = subcommand({
  name: 'show',
  summary: 'what is recorded about a version',
  args: { version: arg('<version>') },
  run: ({ version }, { world }) => requireBaseline(world, version),
  text: renderBaseline,
  json: (baseline) => renderBaselineJson(baseline),
});

const diff = subcommand({
  name: 'diff',
  summary: 'what changed between two versions; exit 1 when a change breaks something',
  args: { from: arg('<from>'), to: arg('<to>') },
  run: ({ from, to }, { world }) => compareBaselines(world, from, to),
  text: (differences, { given: { from, to } }) => renderDifferencesText({ from, to }, differences),
  json: (differences, { given: { from, to } }) => renderDifferencesJson({ from, to }, differences),
  exit: (differences) => (differences.some(({ breaking }) => breaking) ? 1 : 0),
});

export const define = group({
  subcommands: [record, show, diff],
  examples: [
    ['codex-cockpit baseline record --codex ./candidate/codex', 'record a candidate'],
    ['codex-cockpit baseline show 0.139.0', 'its features, methods, models and commands, counted'],
    [
      'codex-cockpit baseline diff 0.139.0 0.169.0',
      'what an upgrade takes away, then what it adds; exit 1 when it breaks something',
    ],
  ],
});
