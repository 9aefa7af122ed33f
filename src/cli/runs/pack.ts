import { extname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { writeReport } from '../../app/files/write-report.ts';
import { checkPackFile, type PackVerdict } from '../../app/runs/pack/check-pack.ts';
import { createPack, type PackRequest, recordPack } from '../../app/runs/pack/create-pack.ts';
import { readPackFile, showPack } from '../../app/runs/pack/read-pack.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { formatDuration, parseDuration } from '../../domain/base/time/duration.ts';
import type { PackDocument } from '../../domain/runs/pack/document.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import type { Paint } from '../../report/base/paint.ts';
import {
  renderFindings,
  renderFindingsGithub,
  renderFindingsMarkdown,
  renderFindingsSarif,
} from '../../report/runs/gates/findings.ts';
import { type PackFormat, packFormats, renderPackSummary } from '../../report/runs/pack/formats.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, flag, readFlag, repeatedFlag, requiredFlag } from '../program/flags.ts';
import { checkPath, naming } from '../program/output-flag.ts';
import { group, subcommand } from '../program/subcommand.ts';

const formatNames = Object.keys(packFormats) as readonly PackFormat[];
const endings: Readonly<Record<string, PackFormat>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
};

/** `-o`, whose ending says the format. */
function readOutput(path: string): { path: string; format: PackFormat | undefined } {
  if (path === '') throw new InvalidArgumentError('It must be a file.');
  return { path, format: endings[extname(path).toLowerCase()] };
}

function readTimeout(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('It must be a duration such as 90s or 10m.');
  return milliseconds;
}

const matrixFlag = flag('--matrix <file>', 'your own risk matrix (default: the one that ships)');
const folderFlag = readFlag('--repository <folder>', 'a folder of the repository', String, '.');

type Created = { pack: PackDocument; entry: number | undefined } | undefined;

const create = subcommand({
  name: 'create',
  summary: 'verify what a captured run changed, and write what a reviewer needs',
  args: {
    run: arg(
      '[run]',
      'the captured run: its id, a part of it, its entry or its evidence folder (default: the newest)',
    ),
  },
  flags: {
    last: flag('--last', 'the newest captured run'),
    base: flag(
      '--base <ref>',
      'what the change is compared with (default: the commit at which the run began)',
    ),
    verify: repeatedFlag(
      '--verify <command>',
      'a command that verifies the change; no shell reads it; repeatable',
    ),
    catalog: repeatedFlag(
      '--catalog <command>',
      'a command of the approved verification catalog; repeatable',
    ),
    timeout: readFlag(
      '--verify-timeout <duration>',
      'after how long a verification is stopped (default: 10m)',
      readTimeout,
    ),
    env: repeatedFlag(
      '--verify-env <name>',
      'a variable that verifications get besides the usual ones; repeatable',
    ),
    task: flag('--task <text>', 'what the change is for'),
    runs: flag(
      '--runs <folder>',
      'the folder with the evidence folders (default: $CODEX_COCKPIT_RUNS, else the data folder)',
    ),
    repository: folderFlag,
    matrix: matrixFlag,
    format: choiceFlag(
      '--format <format>',
      'how to print or write it (default: by the ending of the file, else markdown)',
      formatNames,
    ),
    output: repeatedFlag(
      '-o, --output <file>',
      'write it to a file instead of printing it; repeatable',
      readOutput,
    ),
    record: flag('--no-record', 'record nothing in the history'),
  },
  run: async ({ run, last, ...given }, call): Promise<Created> => {
    if (run !== undefined && last)
      throw new UsageError('a run and --last exclude each other', 'Name one of them.');
    const { world, read, record, signal } = call;
    const request: PackRequest = {
      run,
      ...{ runs: given.runs, base: given.base, verify: given.verify, catalog: given.catalog },
      ...{ task: given.task, matrix: given.matrix, folder: given.repository, signal },
      timeoutMs: given.timeout ?? 600_000,
      passedOn: given.env,
    };
    const isRecorded =
      given.record && !world.readOnly && (await read(async (store) => store?.rollout())) !== undefined;
    const created: Created = isRecorded
      ? await record(async (store) => {
          const pack = await follow(createPack(world, store, store, request), call);
          if (!pack) return undefined;
          return { pack, entry: await recordPack(store, pack, packFormats.markdown(pack)) };
        })
      : await read(async (store) => {
          const pack = await follow(createPack(world, store, undefined, request), call);
          return pack && { pack, entry: undefined };
        });
    for (const { path, format } of created ? given.output : []) {
      const text = packFormats[given.format ?? format ?? 'markdown'](
        (created as { pack: PackDocument }).pack,
      );
      await naming(path, () => writeReport(resolve(world.cwd, path), text), checkPath);
    }
    return created;
  },
  text: (created, { given, paint }) => {
    if (!created) return '';
    return given.output.length > 0
      ? renderPackSummary(created.pack, paint)
      : packFormats[given.format ?? 'markdown'](created.pack);
  },
  json: (created) => (created ? packFormats.json(created.pack) : ''),
  advice: (created, { given }) => {
    if (!created) return undefined;
    const { verification } = created.pack;
    const where = given.output.map(({ path }) => `Wrote ${path}.\n`).join('');
    const entry = created.entry === undefined ? '' : `Recorded as entry ${created.entry}.\n`;
    return `${where}${entry}${verification.length === 0 ? 'Nothing was verified: --verify "COMMAND" or --catalog NAME.\n' : ''}`;
  },
  exit: (created) => {
    if (!created) return 130;
    return created.pack.verification.every(({ verdict }) => verdict === 'pass') ? 0 : 1;
  },
  notes: 'Exit codes: 0 made, 1 made and a verification failed, 2 bad usage, 3 it could not be made.',
});

async function follow(
  events: ReturnType<typeof createPack>,
  { host, say }: Pick<Call, 'host' | 'say'>,
): Promise<PackDocument | undefined> {
  for await (const event of events) {
    switch (event.type) {
      case 'verifying':
        say(`verifying: ${event.command}\n`);
        break;
      case 'verified': {
        const { verdict, summary, duration_ms } = event.verification;
        say(`${verdict}: ${summary}, ${formatDuration(duration_ms)}\n`);
        break;
      }
      case 'interrupted':
        host.message('Interrupted: the verification was stopped, and no pack is made.\n');
        return undefined;
      case 'finished':
        return event.pack;
    }
  }
  return undefined;
}

const show = subcommand({
  name: 'show',
  summary: 'a recorded pack as Markdown, or the pack of a file in another format',
  args: { pack: arg('[pack]', 'its id, a part of it, its entry or its run (default: the newest)') },
  flags: {
    last: flag('--last', 'the newest pack'),
    file: flag('--pack <file>', 'a pack as JSON, in place of a recorded one'),
    format: choiceFlag('--format <format>', 'how to print the pack of a file', formatNames, 'markdown'),
  },
  run: async ({ pack, file, format, last }, { world, read }) => {
    if (pack !== undefined && last)
      throw new UsageError('a pack and --last exclude each other', 'Name one of them.');
    if (file !== undefined) {
      if (pack !== undefined)
        throw new UsageError('a pack and --pack exclude each other', 'Name one of them.');
      const document = await readPackFile(world, file);
      return { text: packFormats[format](document), json: packFormats.json(document) };
    }
    if (format !== 'markdown')
      throw new UsageError(
        'a recorded pack is stored as Markdown',
        'For other formats name its file: --pack FILE.json',
      );
    const { body, text, seq, at, actor } = await read((store) => showPack(store, pack));
    const { v: _, ...fields } = body;
    return {
      text: text ?? 'The text of this pack is no longer stored.\n',
      json: jsonDocument('recorded-pack', { entry: seq, at, by: actor, ...fields, markdown: text ?? null }),
    };
  },
  text: ({ text }) => text,
  json: ({ json }) => json,
});

const checkFormats = {
  text: ({ pack, compared, isRecorded, findings }: PackVerdict, paint: Paint) => {
    const mark = findings.length === 0 ? paint('green', '✔') : paint('red', '✘');
    const digest = compared?.digest === pack.changes.digest && compared !== undefined;
    const lines = [
      compared
        ? `compared with ${compared.base?.slice(0, 12) ?? 'nothing'}..${compared.head}: ${digest ? 'the same change' : 'another change'}`
        : 'not compared with a repository',
      isRecorded ? 'recorded in the history' : 'not recorded in the history of this machine',
    ];
    return `${renderFindings(findings, paint)}${mark} pack ${pack.pack} of run ${pack.run.run}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  },
  github: ({ findings }: PackVerdict) => renderFindingsGithub(findings),
  sarif: ({ findings }: PackVerdict) => renderFindingsSarif(findings),
  markdown: ({ findings, pack }: PackVerdict) =>
    `## Review pack ${pack.pack}: ${findings.length === 0 ? 'good' : 'not good'}\n${renderFindingsMarkdown(findings)}`,
  json: ({ pack, compared, isRecorded, findings }: PackVerdict) =>
    jsonDocument('pack-check', {
      verdict: findings.length === 0 ? 'good' : 'bad',
      ...{ pack: pack.pack, run: pack.run.run, sha256: pack.sha256, recorded: isRecorded },
      compared: compared ?? null,
      findings,
    }),
} as const;

const check = subcommand({
  name: 'check',
  summary: 'exit 1 when a pack lacks a verification that passed, or the change is another one',
  flags: {
    pack: requiredFlag('--pack <file>', 'the pack as JSON'),
    base: flag('--base <ref>', 'what the change is compared with (default: the base of the pack)'),
    head: flag('--head <ref>', 'where the change ends (default: HEAD)'),
    alone: flag('--alone', 'judge the pack alone, without a repository'),
    repository: folderFlag,
    format: choiceFlag(
      '--format <format>',
      'how to print the findings',
      Object.keys(checkFormats) as (keyof typeof checkFormats)[],
      'text',
    ),
  },
  run: ({ pack, repository, base, head, alone }, { world, read }) => {
    if (alone && (base !== undefined || head !== undefined))
      throw new UsageError('--alone excludes --base and --head', 'Leave out one of them.');
    return read((store) =>
      checkPackFile(world, store, { file: pack, folder: repository, base, head, alone }),
    );
  },
  text: (verdict, { given, paint }) => checkFormats[given.format](verdict, paint),
  json: (verdict) => checkFormats.json(verdict),
  exit: ({ findings }) => (findings.length > 0 ? 1 : 0),
  notes: 'Exit codes: 0 good, 1 something is wrong, 2 bad usage, 3 it could not be checked.',
});

export const define = group({
  subcommands: [create, show, check],
  examples: [
    [
      'codex-cockpit pack create --last --verify "npm test"',
      'the newest run, as Markdown for a pull request',
    ],
    [
      'codex-cockpit pack create --base origin/main --verify "npm test" -o pack.md -o pack.json',
      'the whole branch, into files',
    ],
    [
      'codex-cockpit pack check --pack pack.json --base origin/main',
      'in CI: is this the change that was verified?',
    ],
  ],
});
