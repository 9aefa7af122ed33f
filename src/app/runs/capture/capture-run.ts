import { mkdirSync, rmdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { v7 } from 'uuid';
import { startExec } from '../../../codex/exec/start-exec.ts';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  type ExecArguments,
  readExecArguments,
  withJson,
} from '../../../domain/runs/stream/exec-arguments.ts';
import { findCli } from '../../world/find-cli.ts';
import type { World } from '../../world/world.ts';
import { evidenceFolder } from '../evidence-folder.ts';
import type { CaptureRequest, CaptureResult } from './capture.ts';

/**
 * Runs `codex exec` as it was typed, with the environment and the CODEX_HOME of the person, and captures it. The CLI is
 * started before most of this program is loaded.
 *
 * @throws UsageError when it is no `codex exec`
 * @throws WorkError when the CLI cannot be started, or its evidence cannot be written
 */
export async function captureRun(world: World, request: CaptureRequest): Promise<CaptureResult> {
  const [program, ...given] = request.command;
  if (program === undefined)
    throw new UsageError(
      'there is no command to capture',
      'Write it after --: codex-cockpit run -- codex exec "…"',
    );
  const args = readExecArguments(given);
  refuseOther(program, args);
  if (args.json && !request.stdout)
    throw new UsageError(
      'both the events of the CLI and the document about the run would be on stdout',
      'Write --json either before -- or after exec.',
    );
  const codex = await findCli(world, cliOf(program, request.codex));
  const id = v7({ msecs: world.now().getTime() });
  const folder = evidenceFolder(world, id, request.evidence);
  makeFolder(folder);
  try {
    const exec = await startExec(codex, withJson(given, args), world);
    request.onStart?.();
    const { finishCapture } = await import('./finish-capture.ts');
    return await finishCapture(world, { id, codex, args, folder, exec }, request);
  } catch (cause) {
    removeIfEmpty(folder);
    throw cause;
  }
}

/** What `findCli` is asked for: the word is a path or a version unless it is `codex`, which --codex may name. */
function cliOf(program: string, named: string | undefined): string | undefined {
  if (program === 'codex') return named;
  if (named === undefined) return program;
  throw new UsageError(
    `both --codex and "${cleanLine(program)}" name a CLI`,
    'Leave out --codex, or write codex after --.',
  );
}

const onlyExec = 'Only codex exec can be captured: it prints what it does as events.';

function refuseOther(program: string, { at, command, asksHelp }: ExecArguments): void {
  const isCli = /^codex(?:\.(?:cmd|exe|js))?$/.test(basename(program)) || /^\d+\.\d+\.\d+/.test(program);
  if (!isCli && !program.includes('/'))
    throw new UsageError(
      `"${cleanLine(program)}" is not a Codex CLI`,
      `${onlyExec} Write: codex-cockpit run -- codex exec "…"`,
    );
  if (at < 0)
    throw new UsageError(
      command === undefined
        ? 'codex without exec opens its screens'
        : `codex ${cleanLine(command)} is not codex exec`,
      onlyExec,
    );
  if (asksHelp)
    throw new UsageError('codex exec with --help or --version runs nothing', 'Ask the CLI itself.');
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(resolve(folder, '..'), { recursive: true, mode: 0o700 });
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    throw new WorkError(
      `${folder}: the evidence folder cannot be made: ${(cause as Error).message}`,
      'Nothing was run. Name another folder with --runs.',
      cause,
    );
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // What was captured stays.
  }
}
