import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tempFolder } from '../support/temp.ts';

type Step = { name: string; run?: string; env?: Record<string, string> };

/** Runs the scripts of the workflows of the reviewed set as a runner of GitHub does, on a machine of their own. */
function runner({ codex }: { codex: string }) {
  const root = tempFolder();
  const bin = join(root, 'bin');
  const repository = join(root, 'repository');
  const temp = join(root, 'temp');
  for (const folder of [bin, repository, temp]) mkdirSync(folder);
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  };
  program('codex-cockpit', `#!/bin/sh\nexec ${process.execPath} ${resolve('dist/main.js')} "$@"\n`);
  program('gh', '#!/bin/sh\necho "gh $*"\n');
  program('codex', `#!/bin/bash\n[ "$1" = --version ] && exec echo codex-cli 0.139.0\n${codex}`);
  const person = (who: string) => ({ [`GIT_${who}_NAME`]: 'Ada', [`GIT_${who}_EMAIL`]: 'ada@example.com' });
  const environment = {
    ...{ PATH: `${bin}:${process.env.PATH}`, HOME: root, XDG_DATA_HOME: join(root, 'data') },
    ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '42', RUNNER_TEMP: temp },
    ...{ GITHUB_STEP_SUMMARY: join(root, 'summary.md'), GITHUB_EVENT_PATH: join(root, 'event.json') },
    ...{ GITHUB_OUTPUT: join(root, 'output') },
    ...person('AUTHOR'),
    ...person('COMMITTER'),
  };
  const event = (payload: object) => writeFileSync(environment.GITHUB_EVENT_PATH, JSON.stringify(payload));
  const bash = (script: string, cwd: string, more: Record<string, string> = {}) =>
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      ...{ cwd, env: { ...environment, ...more }, encoding: 'utf8', stdio: 'pipe' },
    });
  const values: Record<string, string> = {
    'runner.temp': temp,
    'inputs.branch': 'main',
    'github.run_id': '42',
    'github.run_attempt': '1',
  };
  const fill = (text: string) =>
    text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => values[name] ?? 'unknown');
  /** Runs the scripts of a job in a folder, those that install something aside. Returns what they printed. */
  const job = (file: string, name: string, cwd: string): string => {
    const { jobs } = parse(readFileSync(join(repository, '.github/workflows', file), 'utf8'));
    return jobs[name].steps
      .filter(
        ({ run }: Step) => run !== undefined && !/^npm install|CODEX_COCKPIT_PACKAGE is not set/.test(run),
      )
      .map(({ run = '', env = {} }: Step) => {
        writeFileSync(environment.GITHUB_OUTPUT, '');
        const filled = Object.fromEntries(Object.entries(env).map(([key, text]) => [key, fill(text)]));
        const printed = bash(run, cwd, filled);
        for (const line of readFileSync(environment.GITHUB_OUTPUT, 'utf8').split('\n')) {
          const [key = '', value = ''] = line.split('=');
          values[`needs.${name}.outputs.${key}`] = value;
        }
        return printed;
      })
      .join('');
  };
  const clone = (branch: string) => {
    const folder = mkdtempSync(join(root, 'clone-'));
    bash(`git clone -q -b '${branch}' '${repository}' .`, folder);
    return folder;
  };
  bash(
    `git init -q -b main && codex-cockpit sdlc init --write > out 2>&1 && rm out
     printf '#!/bin/bash\\ngrep -q good state.txt\\n' > .github/codex/verify.sh
     echo bad > state.txt && git add -A && git commit -qm one`,
    repository,
  );
  event({ ref: 'refs/heads/main', inputs: { branch: 'main' } });
  return { root, repository, temp, values, event, bash, job, clone };
}

/** What the stand-in for the CLI does: a change, and the events of a run. */
const codexThat = (change: string) => `cat > prompt.seen
rm prompt.seen
echo '{"type":"thread.started","thread_id":"01a1fac9-3f3e-7e31-b44f-f9b5d3f01b2b"}'
echo '{"type":"turn.started"}'
${change}
echo '{"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"Repaired."}}'
echo '{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}'
while [ $# -gt 0 ]; do [ "$1" = --output-last-message ] && printf Repaired. > "$2"; shift; done
`;

describe('the repair workflow of the set', () => {
  it('captures the run, tests its patch again, packs it, and opens a draft that the gate lets through', () => {
    const { root, repository, temp, values, event, bash, job, clone } = runner({
      codex: codexThat('echo good > state.txt'),
    });
    job('codex-autofix.yml', 'fix', repository);
    expect(values['needs.fix.outputs.files']).toBe('1');
    expect(readFileSync(join(temp, 'codex/codex-events.jsonl'), 'utf8')).toContain('turn.completed');

    const verified = job('codex-autofix.yml', 'verify', clone('main'));
    expect(verified).toMatch(/open\s+gate no-silent-codegen[\s\S]*open\s+gate pack/);
    expect(readFileSync(join(temp, 'verified/body.md'), 'utf8')).toContain('What was verified');

    const proposed = job('codex-autofix.yml', 'propose', clone('main'));
    expect(proposed).toContain('gh pr create --draft --base main --head codex/autofix-42-1');
    expect(bash('git show --format= --name-only codex/autofix-42-1', repository)).toMatch(
      /^codex-evidence\/pack-42\.json\ncodex-evidence\/runs\/[\w-]+\/run\.json\nstate\.txt\n$/,
    );
    expect(bash('git log --format=%s main', repository)).toBe('one\n');

    const change = clone('codex/autofix-42-1');
    const base = values['needs.fix.outputs.base'] ?? '';
    const head = bash('git rev-parse HEAD', change).trim();
    values['github.event.pull_request.base.sha'] = base;
    event({
      pull_request: { base: { sha: base, ref: 'main' }, head: { sha: head }, user: { login: 'bot' } },
    });
    job('codex-gate.yml', 'gate', change);
    expect(readFileSync(join(root, 'summary.md'), 'utf8')).not.toContain('closed');
  });

  it('refuses a patch that touches a workflow', () => {
    const { repository, values, job, clone } = runner({
      codex: codexThat('echo good > state.txt; echo "# more" >> .github/workflows/codex-gate.yml'),
    });
    job('codex-autofix.yml', 'fix', repository);
    expect(values['needs.fix.outputs.files']).toBe('2');
    expect(() => job('codex-autofix.yml', 'verify', clone('main'))).toThrow(
      expect.objectContaining({ stdout: expect.stringContaining('The patch touches workflows') }),
    );
  });
});
