import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { testWorld } from './world.ts';

export const bin = resolve('dist/main.js');

/** What a command printed and how it ended. */
export type Ran = { code: number | null; signal: string | null; stdout: string; stderr: string };

/** A place of its own to call the built program in, as a person would. */
export function cockpit(more: Record<string, string> = {}) {
  return cockpitIn(testWorld(more));
}

/** The same in a world that is there. */
export function cockpitIn(world: ReturnType<typeof testWorld>) {
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: world.cwd,
      env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...world.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran: Ran = { code: null, signal: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      ran.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ran.stderr += chunk;
    });
    const ended = new Promise<Ran>((done) =>
      child.on('close', (code, signal) => done(Object.assign(ran, { code, signal }))),
    );
    return { child, ran, ended };
  };
  const run = (...args: string[]) => start(...args).ended;
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  return { ...world, start, run, json };
}
