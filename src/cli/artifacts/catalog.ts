import { type ListedCommand, listCatalog } from '../../app/artifacts/catalog/read-catalog.ts';
import { runCatalog } from '../../app/artifacts/catalog/run-catalog.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { catalogResultFields, renderCatalog, renderCatalogResult } from '../../report/artifacts/catalog.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { arg, defaultArg, flag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const exitCodes = { pass: 0, fail: 1, error: 3 } as const;

const catalogFlag = flag('--catalog <artifact>', 'another catalog than verification-catalog');

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the approved commands, what each proves, and its last result',
  flags: { catalog: catalogFlag },
  run: async ({ catalog }, { world, read }) => {
    const { artifact, revision, commands } = await read((store) =>
      listCatalog(world, store, { artifact: catalog }),
    );
    return { artifact, revision: revision.revision, sha256: revision.sha256, commands };
  },
  text: renderCatalog,
  json: (catalog) => jsonDocument('catalog', { ...catalog, commands: catalog.commands.map(commandFields) }),
});

const run = subcommand({
  name: 'run',
  summary: 'run an approved command in a repository and record the result as evidence',
  args: {
    command: arg('<command>', 'the command'),
    repository: defaultArg('[folder]', 'a folder of the repository', '.'),
  },
  flags: {
    catalog: catalogFlag,
    codex: flag(
      '--codex <cli>',
      'the CLI whose version is recorded (a path, or an installed version; default: the first codex on PATH)',
    ),
  },
  run: ({ command, repository, catalog, codex }, { host, world, record, say, signal }) =>
    record(async (store) => {
      const asked = { command, repository, artifact: catalog, codex, signal };
      for await (const event of runCatalog(world, store, asked)) {
        switch (event.type) {
          case 'started': {
            const { argv, timeoutMs } = event.command;
            say(
              `${cleanLine(argv.join(' '))}  in ${event.repository}, at most ${formatDuration(timeoutMs)}\n`,
            );
            break;
          }
          case 'finished':
            return event.result;
          case 'interrupted':
            host.message('Interrupted: the command was stopped, and nothing is recorded.\n');
            return undefined;
        }
      }
      return undefined;
    }),
  text: (result, { paint }) => (result ? renderCatalogResult(result, paint) : ''),
  json: (result) => (result ? jsonDocument('catalog-run', catalogResultFields(result)) : ''),
  exit: (result) => (result ? exitCodes[result.verdict] : 130),
});

export const define = group({
  subcommands: [list, run],
  examples: [
    ['codex-cockpit catalog', 'the approved commands, and where each ran last'],
    ['codex-cockpit catalog run unit-tests', 'in the repository of this folder'],
    ['codex-cockpit catalog run lint ../shop --json', 'in another repository, for a program'],
  ],
});

function commandFields({ runs, argv, timeoutMs, leaves_open, ...command }: ListedCommand): object {
  return {
    ...command,
    leaves_open: leaves_open ?? null,
    argv,
    timeout_ms: timeoutMs,
    runs: runs.map(
      ({ repository, revision, commit, changed, verdict, summary, duration_ms, at, by, seq }) => ({
        ...{ repository, revision, commit, changed, verdict, summary, duration_ms, at, by, entry: seq },
      }),
    ),
  };
}
