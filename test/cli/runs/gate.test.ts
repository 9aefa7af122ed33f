import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capturedRepository } from '../../support/captured-repository.ts';
import { commandLine } from '../../support/command-line.ts';

const slug = { 'src/slug.js': 'export const slug = 1;\n' };
const passes = 'node -e "process.exit(0)"';

/** A repository whose branch `codex` has a captured run in a commit, with a verified pack beside it. */
async function arriving({
  pack = true,
  files = slug,
}: {
  pack?: boolean;
  files?: Record<string, string>;
} = {}) {
  const place = capturedRepository();
  const { run: id } = place.capture(files);
  const packs = join(place.root, 'packs');
  const file = join(packs, 'pack.json');
  writeFileSync(join(place.root, 'other.json'), '{}');
  if (pack) {
    mkdirSync(packs);
    await place.run('pack', 'create', '--runs', place.runs, '--verify', passes, '-o', file);
  }
  const head = place.commit('By Codex');
  const codegen = (...args: string[]) =>
    place.run(
      'gate',
      'no-silent-codegen',
      '--runs',
      place.runs,
      ...(pack ? ['--packs', packs] : []),
      ...args,
    );
  /** The same gate in a job of GitHub with this event. */
  const onEvent = (payload: unknown, ...args: string[]) => {
    const event = join(place.root, 'event.json');
    writeFileSync(event, typeof payload === 'string' ? payload : JSON.stringify(payload));
    const environment = {
      ...place.environment,
      GITHUB_EVENT_PATH: event,
      GITHUB_STEP_SUMMARY: join(place.root, 'summary'),
    };
    const { run } = commandLine({ ...place, environment });
    return run(
      'gate',
      'no-silent-codegen',
      '--runs',
      place.runs,
      ...(pack ? ['--packs', packs] : []),
      ...args,
    );
  };
  const pull = { base: { sha: place.base, ref: 'main' }, head: { sha: head }, user: { login: 'ada' } };
  const push = (branch: string, after: string) => ({
    ...{ ref: `refs/heads/${branch}`, before: place.base, after, repository: { default_branch: 'main' } },
  });
  return { ...place, id, packs, file, head, codegen, onEvent, pull, push };
}

describe('codex-cockpit gate no-silent-codegen', () => {
  it('is open for a pull request with a verified pack', async () => {
    const { onEvent, pull } = await arriving();
    const { code, stdout } = await onEvent({ pull_request: pull });
    expect(stdout).toContain('✔ open  gate no-silent-codegen of project');
    expect(stdout).toContain('1 captured run known; 1 file of 1 changed by them.');
    expect(stdout).toContain('It is a pull request into main.');
    expect(code).toBe(0);
  });

  it('is closed for a pull request without a pack, and names the file and the command', async () => {
    const { onEvent, pull, id } = await arriving({ pack: false });
    const { code, stdout } = await onEvent({ pull_request: pull });
    expect(stdout).toContain(`✘ src/slug.js: run ${id} wrote this, and no review pack has it [no-pack]`);
    expect(stdout).toContain(`→ Make one: codex-cockpit pack create ${id} --verify`);
    expect(code).toBe(1);
  });

  it('is open for a change that no run has made, whatever its text says', async () => {
    const { onEvent, pull, write, git, commit, base } = await arriving({ pack: false });
    git('checkout', '-qB', 'hand', base);
    write({ 'src/slug.js': 'export const slug = 2;\n' });
    const head = commit('Codex wrote this');
    expect((await onEvent({ pull_request: { ...pull, head: { sha: head } } })).code).toBe(0);
  });

  it('finds a commit on the protected branch, even with a pack, and leaves a merge alone', async () => {
    const { onEvent, push, git } = await arriving();
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', 'codex');
    const direct = git('rev-parse', 'HEAD');
    const { code, stdout } = await onEvent(push('main', direct));
    expect(stdout).toContain(
      `commit ${direct.slice(0, 12)} brought it to main without a pull request [direct-commit]`,
    );
    expect(code).toBe(1);

    git('reset', '-q', '--hard', 'HEAD~1');
    git('merge', '-q', '--no-ff', '-m', 'Merge', 'codex');
    const merged = await onEvent(push('main', git('rev-parse', 'HEAD')));
    expect(merged.stdout).toContain(
      'Merges of branches are taken for pull requests: --pulls FILE says which are.',
    );
    expect(merged.code).toBe(0);
  });

  it('takes the word of GitHub, and no text, for what was merged by a pull request', async () => {
    const { onEvent, push, git, commit, root } = await arriving();
    git('checkout', '-q', 'main');
    git('merge', '-q', '--squash', 'codex');
    const squashed = commit('Add slug (#12)');
    expect((await onEvent(push('main', squashed))).code).toBe(1);
    const pulls = join(root, 'pulls.json');
    const merged = { merge_commit_sha: squashed, merged_at: '2026-11-22T08:00:00Z', base: { ref: 'main' } };
    const ask = async (answer: unknown) => {
      writeFileSync(pulls, JSON.stringify(answer));
      return (await onEvent(push('main', squashed), '--pulls', pulls)).code;
    };
    expect(await ask([merged])).toBe(0);
    expect(await ask([{ ...merged, merged_at: null }])).toBe(1);
    expect(await ask([{ ...merged, base: { ref: 'other' } }])).toBe(1);
    expect(await ask([])).toBe(1);
    expect(await ask({ message: 'Not Found' })).toBe(2);
  });

  it('waits with a push to a branch that nobody protects', async () => {
    const { onEvent, push, head } = await arriving({ pack: false });
    const { code, stdout } = await onEvent(push('codex', head));
    expect(stdout).toContain('codex is not a protected branch: the change is judged when it goes to one.');
    expect(code).toBe(0);
    expect((await onEvent(push('codex', head), '--protect', 'codex')).code).toBe(1);
  });

  it('is not misled by a file with the name of a commit', async () => {
    const name = `${'a'.repeat(40)} ${'b'.repeat(40)}`;
    const { onEvent, push, git } = await arriving({ files: { ...slug, [name]: 'x' } });
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', 'codex');
    const { stdout } = await onEvent(push('main', git('rev-parse', 'HEAD')), '--json');
    const found = JSON.parse(stdout).findings.filter(
      ({ rule }: { rule: string }) => rule === 'direct-commit',
    );
    expect(found.map(({ path }: { path: string }) => path)).toEqual([name, 'src/slug.js']);
  });

  it('judges a branch by itself where there is no CI', async () => {
    const { codegen, git } = await arriving();
    expect((await codegen('--base', 'main')).code).toBe(0);
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', 'codex');
    expect((await codegen('--base', 'HEAD~1')).stdout).toContain('[direct-commit]');
  });

  it('judges by the level of the pipeline, and by what people have said', async () => {
    const { codegen, onEvent, pull, head, root } = await arriving();
    expect((await codegen('--base', 'main', '--level', '4')).stdout).toContain(
      'level 4, commits to a branch without asking, is above',
    );
    const reviews = join(root, 'reviews.json');
    const review = { state: 'APPROVED', commit_id: head, user: { login: 'grace', type: 'User' } };
    const ask = async (answer: unknown) => {
      writeFileSync(reviews, JSON.stringify(answer));
      return (await onEvent({ pull_request: pull }, '--reviews', reviews)).code;
    };
    expect(await ask([review])).toBe(0);
    expect(await ask([])).toBe(1);
    expect(await ask([{ ...review, user: { login: 'ada', type: 'User' } }])).toBe(1);
    expect(await ask([{ ...review, user: { login: 'bot', type: 'Bot' } }])).toBe(1);
    expect(await ask([{ ...review, commit_id: '0'.repeat(40) }])).toBe(1);
    expect(await ask([review, { ...review, state: 'CHANGES_REQUESTED' }])).toBe(1);
    expect(await ask([review, { ...review, state: 'COMMENTED' }])).toBe(0);
  });

  it('asks of a run that changed its own instructions to leave that to a person', async () => {
    const { codegen } = await arriving({ files: { 'AGENTS.md': '# Do as I say\n' } });
    const { code, stdout } = await codegen('--base', 'main');
    expect(stdout).toContain('✘ AGENTS.md: instructions, policy and owners (policy): level 3');
    expect(code).toBe(1);
  });

  it('judges by the matrix of the team', async () => {
    const { codegen, root } = await arriving({ pack: false });
    const text = readFileSync('data/risk-matrix.yaml', 'utf8').replaceAll('pack: true', 'pack: false');
    writeFileSync(join(root, 'own.yaml'), text);
    expect((await codegen('--base', 'main', '--matrix', join(root, 'own.yaml'))).code).toBe(0);
  });

  it('answers in the formats of CI, and adds to the summary only when asked', async () => {
    const { onEvent, pull, root } = await arriving({ pack: false, files: { 'src/a%,:b.js': 'x\n' } });
    const github = await onEvent({ pull_request: pull }, '--format', 'github');
    expect(github.stdout).toContain(
      '::error file=src/a%25%2C%3Ab.js,line=1,title=What a captured run wrote has a review pack::',
    );
    expect(() => readFileSync(join(root, 'summary'))).toThrow();
    const sarif = await onEvent({ pull_request: pull }, '--format', 'sarif', '--step-summary');
    expect(JSON.parse(sarif.stdout).runs[0].results[0].ruleId).toBe('no-pack');
    expect(readFileSync(join(root, 'summary'), 'utf8')).toContain('## Gate no-silent-codegen: closed');
  });

  it('is recorded in the history of a rollout', async () => {
    const { codegen, run, json } = await arriving({ pack: false });
    await run('init', '--name', 'Acme');
    await codegen('--base', 'main');
    await codegen('--base', 'main', '--no-record');
    const { entries } = await json('history');
    const judged = entries.filter(({ kind }: { kind: string }) => kind === 'gate.judged');
    expect(judged).toMatchObject([
      { subject: 'gate/no-silent-codegen', body: { verdict: 'closed', risk: 'code' } },
    ]);
  });

  it('knows the packs of the history, and not those of other changes', async () => {
    const place = await arriving({ pack: false });
    await place.run('init', '--name', 'Acme');
    place.git('reset', '-q', '--soft', 'main');
    const create = ['pack', 'create', '--runs', place.runs, '--verify', passes, '--quiet'];
    expect(await place.run(...create)).toMatchObject({ code: 0 });
    place.commit('By Codex');
    expect(await place.codegen('--base', 'main')).toMatchObject({ code: 0 });
    const { stdout, code } = await place.run('gate', 'pack', '--base', 'main');
    expect([stdout, code]).toEqual([expect.stringContaining('1 pack known, 1 of this change.'), 0]);
    place.write({ 'src/slug.js': 'export const slug = 2;\n' });
    place.commit('After the verification');
    const other = await place.run('gate', 'pack', '--base', 'main');
    expect([other.stdout, other.code]).toEqual([expect.stringContaining('has no review pack [no-pack]'), 1]);
  });

  it('is closed for a file that says it is a pack and is not', async () => {
    const { codegen, packs } = await arriving();
    writeFileSync(join(packs, 'fake.json'), '{"format":"codex-cockpit/review-pack","version":1}');
    writeFileSync(join(packs, 'other.json'), '{"format":"something"}');
    const { code, stdout } = await codegen('--base', 'main');
    expect(stdout).toContain('fake.json: ');
    expect(code).toBe(1);
  });

  it('refuses what it cannot judge by, and says why', async () => {
    const { onEvent } = await arriving({ pack: false });
    const cases: [unknown, string[], number, string][] = [
      ['{', [], 2, 'GITHUB_EVENT_PATH: not JSON'],
      [{ pull_request: {} }, [], 2, 'not an event of GitHub'],
      [
        { pull_request: { base: { sha: 'a'.repeat(40), ref: 'main' }, head: { sha: 'b'.repeat(40) } } },
        [],
        2,
        'fetch-depth: 0',
      ],
      [{}, ['--runs', 'nowhere'], 2, 'there is no folder nowhere'],
      [{}, ['--base', 'main', '--packs', 'nowhere'], 2, 'there is no folder nowhere'],
      [{}, ['--level', '6'], 2, 'It must be 1 to 5'],
    ];
    for (const [event, args, expected, words] of cases) {
      const { code, stderr } = await onEvent(event, ...args);
      expect(stderr).toContain(words);
      expect([words, code]).toEqual([words, expected]);
    }
  });

  it('refuses to be open for want of anything to compare with', async () => {
    const { run } = capturedRepository();
    const { code, stderr } = await run('gate', 'no-silent-codegen', '--base', 'main');
    expect(stderr).toContain('there is no history and no folder of runs');
    expect(code).toBe(2);
  });

  it('is not open by evidence that cannot be read', async () => {
    const { codegen, runs, id } = await arriving();
    writeFileSync(join(runs, id, 'run.json'), 'not json');
    expect((await codegen('--base', 'main')).code).toBe(2);
  });
});

describe('codex-cockpit gate pack', () => {
  const gate = (place: Awaited<ReturnType<typeof arriving>>, ...args: string[]) =>
    place.run('gate', 'pack', '--base', 'main', ...args);

  it('is open for a change with its verified pack, among others', async () => {
    const place = await arriving();
    writeFileSync(
      join(place.packs, 'older.json'),
      readFileSync(place.file, 'utf8').replace('"task": null', '"task": "x"'),
    );
    const { code, stdout } = await gate(place, '--packs', place.packs);
    expect(stdout).toContain('2 packs known, 2 of this change.');
    expect(code).toBe(0);
  });

  it('is closed when the change is another one, and says where', async () => {
    const place = await arriving();
    place.write({ 'src/slug.js': 'export const slug = 2;\n' });
    place.commit('After the verification');
    const { code, stdout } = await gate(place, '--pack', place.file);
    expect(stdout).toContain('✘ src/slug.js: it is not what the pack has [diff-differs]');
    expect(code).toBe(1);
  });

  it('is closed without a pack', async () => {
    const place = await arriving();
    const { code, stdout } = await gate(place, '--packs', join(place.root, 'project', 'src'));
    expect(stdout).toContain('the change is of class code and has no review pack [no-pack]');
    expect(code).toBe(1);
    expect((await gate(place)).stderr).toContain('no pack is named, and there is no history that has some');
  });
});

describe('codex-cockpit gate pins', () => {
  const workflow = '.github/workflows/codex.yml';
  it('is closed for a workflow that starts another CLI or any, and open at the pin', async () => {
    const { run, write } = capturedRepository();
    write({
      [workflow]: 'jobs:\n  a:\n    steps:\n      - run: npm i -g @openai/codex@0.150.0\n',
      'setup.sh': 'npm i -g @openai/codex\n',
    });
    const { code, stdout } = await run('gate', 'pins', '--pin', '0.139.0');
    expect(stdout).toContain(`✘ ${workflow}:4: it names 0.150.0; the pin is 0.139.0 [pins]`);
    expect(stdout).not.toContain('setup.sh');
    expect(code).toBe(1);
    expect((await run('gate', 'pins', '--pin', '0.150.0')).code).toBe(0);
    write({ [workflow]: 'jobs:\n  a:\n    steps:\n      - run: npm i -g @openai/codex@latest\n' });
    expect((await run('gate', 'pins', '--pin', '0.139.0', '--format', 'github')).stdout).toContain(
      'it floats: latest is the newest release',
    );
  });

  it('takes the pin of the rollout, and asks for one where there is none', async () => {
    const { run, write } = capturedRepository();
    write({ [workflow]: 'jobs:\n  a:\n    steps:\n      - run: npm i -g @openai/codex@0.139.0\n' });
    expect((await run('gate', 'pins')).stderr).toContain('Name it with --pin VERSION');
    await run('init', '--name', 'Acme', '--pin', '0.150.0');
    expect((await run('gate', 'pins')).stdout).toContain('it names 0.139.0; the pin is 0.150.0');
  });
});

describe('codex-cockpit gate list', () => {
  it('shows the gates and what the matrix asks for', async () => {
    const { run, json } = capturedRepository();
    const { code, stdout } = await run('gate');
    expect(stdout).toMatch(/secrets +10 +1 read-only analysis +yes +yes +yes/);
    expect(code).toBe(0);
    const { gates, matrix } = await json('gate', 'list');
    expect(gates.map(({ id }: { id: string }) => id)).toEqual(['no-silent-codegen', 'pack', 'pins']);
    expect(matrix.classes.at(-1).id).toBe('code');
  });
});
