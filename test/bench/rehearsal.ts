import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findNativeBinary } from '../../src/codex/cli/install.ts';
import { medians, type Ratio } from './measure.ts';

/**
 * What a rehearsal takes beside the suite. The candidate is the pinned program with one byte behind its end: another
 * digest, and the same work on both sides.
 */
export async function rehearsalTime(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const native = await findNativeBinary(resolve('node_modules/.bin/codex'));
  if (!native) return [];
  const candidate = join(folder, 'candidate-codex');
  copyFileSync(native.path, candidate);
  appendFileSync(candidate, '\n');
  const [home, project] = [join(folder, 'rehearsal-home'), join(folder, 'rehearsal-project')];
  cpSync(resolve('test/fixtures/rehearsal/quiet-home'), home, { recursive: true });
  cpSync(resolve('test/fixtures/rehearsal/quiet-project'), project, { recursive: true });
  mkdirSync(join(project, '.git'));
  const cockpit = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [resolve('dist/main.js'), ...args, '--quiet'], {
      env: { ...env, CODEX_HOME: home, CODEX_COCKPIT_DB: join(folder, 'rehearsal.db') },
      cwd: project,
      encoding: 'utf8',
    });
    if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: exit ${status}: ${stderr}`);
  };
  const taken = await medians(3, {
    pin: () => cockpit('check', '--codex', native.path),
    candidate: () => cockpit('check', '--codex', candidate, '--as-candidate'),
    rehearsal: () => cockpit('upgrade', 'rehearse', '--from', native.path, '--to', candidate),
  });
  return [
    {
      what: 'rehearsal of an upgrade',
      ratio: taken.rehearsal / Math.max(taken.pin, taken.candidate),
      yardstick: 'the slower of the two suites alone',
      goal: '≤ 1.3',
    },
  ];
}
