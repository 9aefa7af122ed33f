import type { Command } from 'commander';
import { type ListedCommand, listCatalog } from '../../app/artifacts/catalog/read-catalog.ts';
import { type CatalogResult, runCatalog } from '../../app/artifacts/catalog/run-catalog.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { catalogResultFields, renderCatalog, renderCatalogResult } from '../../report/artifacts/catalog.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type CatalogFlags = CommonFlags & { catalog?: string };
type RunFlags = CatalogFlags & { codex?: string };

const exitCodes = { pass: 0, fail: 1, error: 3 } as const;

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('the approved commands, what each proves, and what it came to')
    .option('--catalog <artifact>', 'another catalog than verification-catalog');
  withCommonFlags(list).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CatalogFlags>();
    const { artifact, revision, commands } = await reading(host, flags, (store) =>
      listCatalog(host.world, store, { artifact: flags.catalog }),
    );
    const named = { artifact, revision: revision.revision, sha256: revision.sha256 };
    host.out(
      flags.json
        ? jsonDocument('catalog', { ...named, commands: commands.map(commandFields) })
        : renderCatalog({ ...named, commands }),
    );
    finish(0);
  });

  const run = command
    .command('run')
    .description('run an approved command in a repository and keep the result as evidence')
    .argument('<command>', 'the command')
    .argument('[folder]', 'a folder of the repository (default: this one)', '.')
    .option('--catalog <artifact>', 'another catalog than verification-catalog')
    .option('--codex <path>', 'the CLI whose version is noted (default: the first codex on PATH)');
  withCommonFlags(run).action(async (id: string, folder: string, _, command: Command) => {
    const flags = command.optsWithGlobals<RunFlags>();
    const result = await runIn(id, folder, flags);
    if (!result) {
      finish(130);
      return;
    }
    host.out(
      flags.json
        ? jsonDocument('catalog-run', catalogResultFields(result))
        : renderCatalogResult(result, host.paint),
    );
    finish(exitCodes[result.verdict]);
  });

  withExamples(command, [
    ['codex-cockpit catalog', 'what is approved, and where it was run last'],
    ['codex-cockpit catalog run unit-tests', 'in the repository of this folder'],
    ['codex-cockpit catalog run lint ../shop --json', 'somewhere else, for a program'],
  ]);

  async function runIn(id: string, folder: string, flags: RunFlags): Promise<CatalogResult | undefined> {
    const asked = { command: id, repository: folder, artifact: flags.catalog, codex: flags.codex };
    return recording(host, flags, async (store) => {
      for await (const event of runCatalog(host.world, store, { ...asked, signal: host.interrupt })) {
        switch (event.type) {
          case 'started':
            if (!flags.quiet) {
              const { argv, timeoutMs } = event.command;
              host.talk(
                `${cleanLine(argv.join(' '))}  in ${event.repository}, at most ${formatDuration(timeoutMs)}\n`,
              );
            }
            break;
          case 'finished':
            return event.result;
          case 'interrupted':
            host.talk('Interrupted: the command was stopped, and nothing is recorded.\n');
            return undefined;
        }
      }
      return undefined;
    });
  }
}

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
