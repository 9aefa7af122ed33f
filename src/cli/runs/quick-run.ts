import { parseArgs } from 'node:util';
import { captureOn, exitOf, shownOf, whyUnrecorded } from './capture.ts';

/**
 * Captures a run without what every other command loads: the CLI of the person starts that much earlier.
 *
 * @returns the exit code; undefined for a command line that `run` itself has to judge or to explain
 */
export async function quickRun(args: readonly string[]): Promise<number | undefined> {
  const given = readFlags(args);
  if (given === undefined) return undefined;
  const { stdout, stderr, env } = process;
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interruption.abort());
  // Without a reader for what is printed, the run goes on all the same.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const message = (text: string) => void stderr.write(text);
  const { as, readOnly, strict, json, quiet } = given;
  const world = { environment: env, cwd: process.cwd(), now: () => new Date(), as, readOnly };
  try {
    const result = await captureOn(
      { message, rest: given.rest },
      {
        world,
        signal: interruption.signal,
        given,
        // Loaded while the run is at work.
        onStart: () => void loadReport().catch(() => undefined),
      },
    );
    const { renderCaptured, renderRunJson } = await loadReport();
    if (json) process.stdout.write(renderRunJson(shownOf(result)));
    else if (!quiet) message(`${renderCaptured(shownOf(result))}${whyUnrecorded(result.recorded) ?? ''}`);
    return exitOf(result, strict);
  } catch (cause) {
    const { explain } = await import('../program/command-line.ts');
    return explain(cause, { interrupt: interruption.signal, message });
  }
}

const loadReport = () => import('../../report/runs/captured/run.ts');

/** The flags of `run` before `--`; undefined when there is one that is not known, or no command after it. */
function readFlags(args: readonly string[]) {
  const at = args.indexOf('--');
  if (args[0] !== 'run' || at < 0) return undefined;
  try {
    const { values } = parseArgs({
      args: args.slice(1, at),
      options: {
        codex: { type: 'string' },
        runs: { type: 'string' },
        'no-record': { type: 'boolean', default: false },
        mode: { type: 'string' },
        strict: { type: 'boolean', default: false },
        db: { type: 'string' },
        as: { type: 'string' },
        'read-only': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        quiet: { type: 'boolean', short: 'q', default: false },
      },
    });
    const mode = (['ci', 'local'] as const).find((one) => one === values.mode);
    if (values.mode !== undefined && mode === undefined) return undefined;
    return {
      ...values,
      mode,
      evidence: values.runs,
      record: !values['no-record'],
      readOnly: values['read-only'],
      rest: args.slice(at + 1),
    };
  } catch {
    return undefined;
  }
}
