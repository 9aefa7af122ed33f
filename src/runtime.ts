import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The oldest Node that the native parts run on, and that unpacks Zstandard; an older one crashes without a message. */
const oldest = { major: 22, minor: 15 } as const;
const oldestName = `${oldest.major}.${oldest.minor}`;

/** Milliseconds that the program has to end after a signal; it gives itself a little less. */
const longestEndMs = 12_000;

/** Which Node is to run the program. */
export type Runtime = { type: 'this' } | { type: 'other'; node: string } | { type: 'none'; message: string };

/**
 * Chooses the Node: this one when it is new enough, else the one that came with the package.
 *
 * @param folder where to start looking for `node_modules`, upwards
 */
export function chooseRuntime(
  host: { version: string; platform: string; arch: string },
  folder: string,
  exists: (path: string) => boolean = existsSync,
): Runtime {
  if (isNewEnough(host.version)) return { type: 'this' };
  for (let parent = folder; ; parent = dirname(parent)) {
    const node = join(parent, 'node_modules', `node-${host.platform}-${host.arch}`, 'bin', 'node');
    if (exists(node)) return { type: 'other', node };
    if (dirname(parent) === parent) break;
  }
  const message =
    `codex-cockpit needs Node ${oldestName} or newer; this is Node ${host.version}, and the package that brings one ` +
    `(node-${host.platform}-${host.arch}) is not installed.\n` +
    `Install Node ${oldestName} or newer, or install codex-cockpit with its optional dependencies.`;
  return { type: 'none', message };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

/**
 * Makes sure that a suitable Node runs `script`.
 *
 * @returns true when this process is to go on; otherwise the script runs in another Node, whose
 *   exit code or signal becomes ours, or exit code 78 says that there is none.
 */
export function ensureRuntime(script: string, args: readonly string[]): boolean {
  const { platform, arch, versions } = process;
  const runtime = chooseRuntime(
    { version: versions.node, platform, arch },
    dirname(fileURLToPath(import.meta.url)),
  );
  if (runtime.type === 'this') {
    endWithLauncher();
    return true;
  }
  if (runtime.type === 'none') {
    process.stderr.write(`${runtime.message}\n`);
    process.exitCode = 78;
    return false;
  }
  runInstead(runtime.node, [script, ...args]);
  return false;
}

/** A launcher that is killed cannot pass that on: the channel to it closes, and whoever ended it meant the program. */
function endWithLauncher(): void {
  if (!process.channel) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

function runInstead(node: string, args: readonly string[]): void {
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  let late: NodeJS.Timeout | undefined;
  let isLent = false;
  child.on('message', (message) => {
    if (typeof message === 'object' && 'terminal' in message) isLent = message.terminal === 'lent';
  });
  // On Ctrl-C the terminal signals both of us, so an interrupt may reach the child twice: it must not mind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.on(signal, () => {
      // The keys are then for the program that has the terminal, such as an editor.
      if (isLent && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
      child.kill(signal);
      // A program that is too busy to hear it is ended all the same.
      late ??= setTimeout(() => child.kill('SIGKILL'), longestEndMs);
    });
  }
  child.once('error', (cause) => {
    process.stderr.write(`cannot run ${node}: ${cause.message}\n`);
    process.exitCode = 78;
  });
  child.once('exit', (code, signal) => {
    clearTimeout(late);
    if (late && signal === 'SIGKILL') {
      process.exitCode = 130;
      return;
    }
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
