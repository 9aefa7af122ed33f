import type { World } from '../../src/app/world/world.ts';
import { runOn } from '../../src/cli/program/command-line.ts';
import type { Host } from '../../src/cli/program/host.ts';
import { plain } from '../../src/report/base/paint.ts';
import { testWorld } from './world.ts';

/** What a command printed, and its exit code. */
type Answer = { code: number; stdout: string; stderr: string };

/**
 * Runs command lines in this process, for what needs no process of its own: flags, output and exit codes of a
 * command on a world, as the person of that world. Nothing of it is a terminal, unless `more` says so.
 */
export function commandLine(world: World, more: Partial<Host> = {}) {
  const run = async (...args: string[]): Promise<Answer> => {
    const answer: Answer = { code: 0, stdout: '', stderr: '' };
    const out = (text: string) => {
      answer.stdout += text;
    };
    const message = (text: string) => {
      answer.stderr += text;
    };
    const host: Host = {
      world: { ...world, tell: (line) => message(`${line}\n`) },
      version: '0.0.0',
      out,
      write: async (text) => out(String(text)),
      message,
      paint: plain,
      isInteractive: false,
      writesToTerminal: false,
      columns: undefined,
      messagesToTerminal: false,
      interrupt: new AbortController().signal,
      openScreens: async () => 0,
      ...more,
    };
    const person = world.as === undefined || args.includes('--as') ? [] : ['--as', world.as];
    answer.code = await runOn(host, [...args, ...person]);
    return answer;
  };
  /** The document that a command prints for programs. */
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    if (stdout === '') throw new Error(`exit ${code} and no JSON: ${stderr}`);
    return JSON.parse(stdout);
  };
  return { run, json };
}

/** A place of its own to type commands in. No process is started for them, as `cockpit` does for the built program. */
export function commandPlace(more: Record<string, string> = {}) {
  const world = testWorld(more);
  return { ...world, ...commandLine(world) };
}
