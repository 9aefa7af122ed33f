import type { CaptureRequest, CaptureResult } from '../../app/runs/capture/capture.ts';
import { captureRun } from '../../app/runs/capture/capture-run.ts';
import { fileOfStdin } from '../../app/runs/capture/stdin-file.ts';
import type { World } from '../../app/world/world.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { CommonFlags, Host } from '../program/host.ts';

/** What is given before `--`. */
type CaptureFlags = Pick<CaptureRequest, 'codex' | 'evidence' | 'mode' | 'db' | 'record'> &
  Pick<CommonFlags, 'json' | 'quiet'>;

export const captureNotes = `stdout gets what the CLI prints there: its events with --json after exec, else the last message. What happens is
shown on stderr. The exit code is that of the CLI (130 after an interrupt), also where the run did not do what was asked:
--strict makes that 1.`;

/**
 * Captures the command after `--`.
 *
 * @throws UsageError when there is none
 */
export async function captureOn(
  host: Pick<Host, 'rest' | 'message'>,
  {
    world,
    signal,
    given,
    onStart,
  }: { world: World; signal: AbortSignal; given: CaptureFlags; onStart?: () => void },
): Promise<CaptureResult> {
  const { codex, db, evidence, record, mode, json = false, quiet = false } = given;
  if (host.rest === undefined)
    throw new UsageError(
      'there is no command to capture',
      'Write it after --: codex-cockpit run -- codex exec "…"\ncodex-cockpit run --help shows more.',
    );
  return captureRun(world, {
    command: host.rest,
    codex,
    db,
    evidence,
    record,
    mode,
    signal,
    stdin: () => process.stdin,
    stdinFile: fileOfStdin,
    // The document about the run is there instead.
    stdout: json ? undefined : process.stdout,
    stderr: process.stderr,
    ...(onStart && { onStart }),
    onEvent: (event) => {
      if (!quiet) void showLive(host, event);
    },
  });
}

let live: Promise<typeof import('../../report/runs/captured/live-line.ts')> | undefined;

/** Shows what happens, line by line; loaded once something does. */
async function showLive(host: Pick<Host, 'message'>, event: object): Promise<void> {
  live ??= import('../../report/runs/captured/live-line.ts');
  const line = (await live).liveLine(event);
  if (line !== undefined) host.message(line);
}

/** A captured run as reports show it. */
export function shownOf({ run, folder, recorded }: CaptureResult) {
  return { run, folder, entry: 'entry' in recorded ? recorded.entry : undefined };
}

/** The exit code of a capture: that of the CLI, unless `strict` asks for more than that it ended. */
export function exitOf({ exit, run }: CaptureResult, strict: boolean): number {
  return exit === 0 && strict && (run.outcome !== 'completed' || run.reason !== null) ? 1 : exit;
}

/** Why a run is in its folder alone. */
export function whyUnrecorded(recorded: CaptureResult['recorded']): string | undefined {
  return 'why' in recorded && recorded.why !== undefined
    ? `The run is not recorded in the history: ${recorded.why}\nRecord it later: codex-cockpit run import FOLDER\n`
    : undefined;
}
