import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { Left } from '../../../domain/upgrade/rehearsal/connections/left-facts.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { serverOf } from './place-stand-ins.ts';
import { daemonFiles, type Remaining, sizeOf } from './remains.ts';

/** CODEX_HOME as it is before a CLI runs. */
export type Before = { names: ReadonlySet<string>; config: unknown };

export async function lookBefore(home: string): Promise<Before> {
  return { names: new Set(await readdir(home)), config: readConfig(home) };
}

/** What is new in CODEX_HOME, beside the processes that stayed and what is new in the project. */
export async function lookBehind(
  home: string,
  {
    before,
    remaining,
    project,
    told,
  }: {
    before: Before;
    remaining: readonly Remaining[];
    project: readonly string[];
    told: (text: string) => string;
  },
): Promise<Left> {
  return {
    processes: remaining.map(({ argv }) => {
      const server = serverOf(argv);
      return server === undefined ? argv.map(told) : ['MCP server', server];
    }),
    home: (await readdir(home)).filter((name) => !before.names.has(name)),
    homeBytes: await sizeOf(home),
    elsewhere: daemonFiles(home).length > 0 ? ['a socket of a daemon in the temp folder'] : [],
    project,
    config: [before.config, readConfig(home)],
  };
}

function readConfig(home: string): unknown {
  const text = readTextIfThere(join(home, 'config.toml'));
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    return undefined;
  }
}
