import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandPlace } from '../support/command-line.ts';
import { testRepository } from '../support/repository.ts';
import { tempFolder } from '../support/temp.ts';
import { realCodex } from '../support/world.ts';

/** A repository with the reviewed set for both code hosts. */
async function reviewedSet() {
  const repository = testRepository();
  const { run } = commandPlace();
  await run('sdlc', 'init', repository.root, '--write', '--for', 'both');
  return { ...repository, run };
}

/** What the real CLI decides for a command by the rules of the set. */
function decide(root: string, command: string): string {
  const rules = join(root, '.codex/rules/repository.rules');
  const args = ['execpolicy', 'check', '--rules', rules, '--', ...command.split(' ')];
  const env = { ...process.env, CODEX_HOME: tempFolder() };
  const printed = execFileSync(realCodex, args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(printed).decision ?? 'none';
}

describe('the reviewed set', () => {
  it('has rules that the real CLI reads and decides by', async () => {
    const { root } = await reviewedSet();
    const decided = ['rm -rf src', 'git push --force origin main', 'git push origin feature', 'npm test'].map(
      (command) => decide(root, command),
    );
    expect(decided).toEqual(['forbidden', 'forbidden', 'prompt', 'none']);
  });

  it('has a configuration that our rules and the strict mode of the real CLI accept', async () => {
    const { root, run } = await reviewedSet();
    const file = join(root, '.codex/config.toml');
    const { code, stdout } = await run('policy', 'lint', file, '--kind', 'project', '--codex', realCodex);
    expect(stdout).toMatch(/ours\s+\S+ pass\s+0 findings[\s\S]*the CLI\s+\S+ pass/);
    expect(code).toBe(0);
  });

  it('has a skill that the real CLI offers', async () => {
    const { root } = await reviewedSet();
    const env = { ...process.env, CODEX_HOME: tempFolder() };
    const prompt = execFileSync(realCodex, ['debug', 'prompt-input', 'hi'], {
      ...{ cwd: root, env, encoding: 'utf8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(prompt).toContain('scaffold-module/SKILL.md');
  });

  it('has no fault that our lint finds, on GitHub and on GitLab', async () => {
    const { root } = await reviewedSet();
    const { json } = commandPlace();
    const { pipelines, findings } = await json('sdlc', 'lint', root, '--pin', '0.139.0');
    expect(pipelines).toHaveLength(3);
    expect(findings.filter(({ suppressed }: { suppressed: unknown }) => suppressed === null)).toEqual([]);
  });

  it('gives no job that runs Codex a permission to write, and no job with one the key', async () => {
    const { read } = await reviewedSet();
    for (const name of ['codex-review', 'codex-autofix']) {
      const { permissions, jobs } = parse(read(`.github/workflows/${name}.yml`));
      expect(permissions).toEqual({});
      for (const job of Object.values<{ permissions: Record<string, string> }>(jobs)) {
        const text = JSON.stringify(job);
        const mayWrite = Object.values(job.permissions).includes('write');
        expect(mayWrite && /secrets\.|codex-action|codex exec/.test(text)).toBe(false);
      }
    }
  });

  it('names every action by a commit, with its release beside it', async () => {
    const { read } = await reviewedSet();
    for (const name of ['codex-review', 'codex-autofix']) {
      const uses = read(`.github/workflows/${name}.yml`)
        .split('\n')
        .filter((line) => /^\s*(?:- )?uses:/.test(line));
      expect(uses.length).toBeGreaterThan(0);
      for (const line of uses) expect(line).toMatch(/uses: [\w/-]+@[0-9a-f]{40} # v\d+(?:\.\d+)+$/);
    }
  });
});

describe('the risk report as a hook', () => {
  const hook = (root: string, more: Record<string, string> = {}) => {
    const bin = tempFolder();
    execFileSync('bash', ['-c', `printf '#!/bin/sh\\necho REPORT' > ${bin}/codex; chmod +x ${bin}/codex`]);
    execFileSync('ln', [
      '-s',
      join(root, '.github/codex/risk-report.sh'),
      join(root, '.git/hooks/pre-commit'),
    ]);
    const env = {
      ...{ PATH: `${bin}:${process.env.PATH}`, HOME: tempFolder() },
      ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com' },
      ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' },
      ...more,
    };
    const script = `git add --all && git commit --quiet --message one 2>&1`;
    return execFileSync('bash', ['-c', script], { cwd: root, env, encoding: 'utf8' });
  };

  it('does nothing unless it is asked for', async () => {
    const { root, git } = await reviewedSet();
    expect(hook(root)).toBe('');
    expect(git('log', '--format=%s')).toBe('one\n');
  });

  it('prints the report when it is, and the commit goes on', async () => {
    const { root, git } = await reviewedSet();
    expect(hook(root, { CODEX_RISK_REPORT: '1' })).toContain('REPORT');
    expect(git('log', '--format=%s')).toBe('one\n');
  });
});
