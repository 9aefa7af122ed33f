import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestChanges } from '../../src/domain/runs/changes.ts';
import type { CapturedRun } from '../../src/domain/runs/events.ts';
import { renderRunFile } from '../../src/domain/runs/run-file.ts';
import { capturedRun, sha256 } from './captured-runs.ts';
import { commandLine } from './command-line.ts';
import { testWorld } from './world.ts';

/** A repository with a commit on `main`, a branch `codex`, and evidence folders beside it. */
export function capturedRepository(more: Record<string, string> = {}) {
  const world = { ...testWorld({ GIT_CONFIG_GLOBAL: '/dev/null', ...more }), as: 'ada@example.com' };
  const { cwd, root } = world;
  const runs = join(root, 'evidence');
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd,
      env: { ...world.environment, GIT_CONFIG_NOSYSTEM: '1' } as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const write = (files: Record<string, string | Buffer | null>) => {
    for (const [name, text] of Object.entries(files)) {
      if (text === null) rmSync(join(cwd, name));
      else {
        mkdirSync(dirname(join(cwd, name)), { recursive: true });
        writeFileSync(join(cwd, name), text);
      }
    }
  };
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-qm', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.email', 'ada@example.com');
  git('config', 'user.name', 'Ada');
  write({ 'README.md': '# Payments\n' });
  const base = commit('Begin');
  git('checkout', '-qb', 'codex');

  /** Leaves these files as a run would, with its evidence folder. Returns the id of the run. */
  const capture = (files: Record<string, string | null>, members: Partial<CapturedRun> = {}) => {
    const head = git('rev-parse', 'HEAD');
    write(files);
    const rows = Object.entries(files).map(([path, text]) => ({
      path,
      kind: text === null ? ('delete' as const) : ('add' as const),
      sha256: text === null ? null : sha256(text),
      seen: 'both' as const,
    }));
    const run = capturedRun({
      git: { repository: 'project', branch: 'codex', base: head, head, dirty: false },
      changes: { base: head, files: rows, total: rows.length, digest: digestChanges(rows) },
      ...members,
    });
    const folder = join(runs, run.run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run.json'), renderRunFile(run));
    writeFileSync(join(folder, 'events.jsonl'), '{"type":"turn.started"}\n');
    writeFileSync(join(folder, 'stderr.txt'), '');
    return { run: run.run, folder };
  };
  return { ...world, ...commandLine(world), base, runs, git, write, commit, capture };
}
