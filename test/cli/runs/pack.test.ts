import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capturedRepository } from '../../support/captured-repository.ts';
import { commandLine } from '../../support/command-line.ts';

const slug = { 'src/slug.js': 'export const slug = 1;\n' };
const passes = 'node -e "process.exit(0)"';

/** A repository with a captured run, and `pack create` with its evidence. */
function captured(files: Record<string, string> = slug, members = {}) {
  const place = capturedRepository();
  const { run: id } = place.capture(files, members);
  const create = (...args: string[]) => place.run('pack', 'create', '--runs', place.runs, ...args);
  const createJson = async (...args: string[]) => JSON.parse((await create(...args, '--json')).stdout);
  return { ...place, id, create, createJson };
}

describe('codex-cockpit pack create', () => {
  it('prints Markdown that says what changed, what was verified and what remains uncertain', async () => {
    const { create, id } = captured();
    const { code, stdout, stderr } = await create('--last', '--verify', passes);
    expect(code).toBe(0);
    expect(stdout).toContain(`| Run | ${id}, captured, completed`);
    expect(stdout).toContain('| `src/slug.js` | add |');
    expect(stdout).toMatch(/passed \\\(exit 0, \d+ ms\\\), on exactly this change\./);
    expect(stdout).toContain('+export const slug = 1;');
    expect(stderr).toContain('verifying: node -e process.exit(0)\npass: exit 0');
  });

  it('says that nothing was verified when nothing was', async () => {
    const { create } = captured();
    const { code, stdout, stderr } = await create();
    expect(code).toBe(0);
    expect(stdout).toContain('- Nothing: no verification was run.');
    expect(stdout).toContain('- No verification was run: nothing shows that the change works.');
    expect(stderr).toContain('Nothing was verified: --verify "COMMAND"');
  });

  it('makes the pack of a verification that failed, and exits with 1', async () => {
    const { create } = captured();
    const { code, stdout } = await create('--verify', 'node -e "console.log(42); process.exit(3)"');
    expect(code).toBe(1);
    expect(stdout).toContain('failed: exit 3');
    expect(stdout).toContain('--- stdout\n42\n');
  });

  it('counts a verification for the files that it ran on, and for no others', async () => {
    const { createJson } = captured();
    const pack = await createJson(
      ...[
        '--verify',
        passes,
        '--verify',
        `node -e "require('fs').writeFileSync('made.txt','x')"`,
        '--verify',
        passes,
      ],
    );
    const [first, second, third] = pack.verification;
    expect(first.before).toBe(first.after);
    expect(second.before).toBe(first.after);
    expect(second.after).not.toBe(second.before);
    expect(third.after).toBe(pack.changes.digest);
    expect(pack.uncertain.map(({ rule }: { rule: string }) => rule)).toEqual(
      expect.arrayContaining(['verification-stale', 'verification-wrote', 'beyond-run']),
    );
    expect(pack.verified[0]).toContain('not on exactly this change, so it does not count');
    expect(pack.verified[2]).toContain('on exactly this change.');
  });

  it('starts no shell, and gives a verification few variables', async () => {
    const place = capturedRepository({ SECRET_TOKEN: 'do-not-show-this-value', CI: 'true', MODE: 'fast' });
    place.capture(slug);
    const show = `node -e "console.log(process.argv.slice(1), process.env.SECRET_TOKEN, process.env.CI, process.env.MODE)"`;
    const { stdout } = await place.run(
      ...['pack', 'create', '--runs', place.runs, '--json', '--verify-env', 'MODE'],
      ...['--verify', `${show} ; touch pwned && $(touch pwned)`],
    );
    const [{ output }] = JSON.parse(stdout).verification;
    expect(output).toContain("'touch', 'pwned', '&&', '$(touch',");
    expect(output).toContain('undefined true fast');
    expect(existsSync(join(place.cwd, 'pwned'))).toBe(false);
  });

  it('stops a verification at its time limit with everything that it has started', async () => {
    const { createJson, cwd } = captured();
    const child = "require('child_process').spawn('sleep',['600'],{stdio:'ignore'}).pid";
    const pack = await createJson(
      ...['--verify-timeout', '1500ms', '--verify'],
      `node -e "require('fs').writeFileSync('../pid',String(${child}));setInterval(()=>0,1000)"`,
    );
    expect(pack.verification).toMatchObject([
      { verdict: 'error', exit: null, summary: expect.stringContaining('no answer within') },
    ]);
    const pid = readFileSync(join(cwd, '..', 'pid'), 'utf8');
    // Gone, or a zombie that nobody has collected.
    const status = existsSync(`/proc/${pid}/status`)
      ? readFileSync(`/proc/${pid}/status`, 'utf8')
      : 'State: Z';
    expect(status).toMatch(/State:\s*Z/);
  });

  it('contains no secret of the change, of the output, of the task or of a variable', async () => {
    const key = `sk-proj-${'a1B2'.repeat(10)}`;
    const value = 'plain-value-of-a-variable';
    const place = capturedRepository({ DEPLOY_TOKEN: value });
    place.capture({ 'src/key.js': `const key = '${key}';\n// ${value}\n` });
    writeFileSync(join(place.root, 'out.txt'), `${key}\n${value}\n`);
    const { stdout } = await place.run(
      ...[
        'pack',
        'create',
        '--runs',
        place.runs,
        '--json',
        '--task',
        `use ${key}`,
        '--verify',
        'cat ../out.txt',
      ],
    );
    const pack = JSON.parse(stdout);
    expect(stdout).not.toContain(key);
    expect(stdout).not.toContain(value);
    expect(pack.diff.text).toContain('sk-proj-[redacted]');
    expect(pack.uncertain).toContainEqual({
      rule: 'secrets',
      text: expect.stringContaining('looks like a secret'),
    });
  });

  it('keeps the ends of a long output, and no control characters', async () => {
    const { createJson } = captured();
    const pack = await createJson(
      '--verify',
      `node -e "console.log('first');for(let i=0;i<20000;i++)console.log('\\x1b[31m'+'x'.repeat(80));console.log('last')"`,
    );
    const [{ output }] = pack.verification;
    expect(output.length).toBeLessThanOrEqual(32 * 1024);
    expect(output).toMatch(/first\n[\s\S]*bytes are left out here[\s\S]*last\n/);
    expect(output).not.toContain('\u001b');
  });

  it('compares with the branch that is named, so that the pack has all of a pull request', async () => {
    const { createJson, commit, write, git } = captured();
    commit('By Codex');
    write({ 'src/more.js': 'export {};\n' });
    commit('By hand');
    git('checkout', '-q', 'main');
    write({ 'other.md': 'x' });
    commit('By somebody else');
    git('checkout', '-q', 'codex');
    const pack = await createJson('--base', 'main');
    expect(pack.changes.files.map(({ path }: { path: string }) => path)).toEqual([
      'src/more.js',
      'src/slug.js',
    ]);
    expect(pack.uncertain).toContainEqual({
      rule: 'beyond-run',
      text: 'Not changed by this run: src/more.js.',
    });
  });

  it('names binary files, hidden characters and files of high risk', async () => {
    const { createJson, write } = captured({ ...slug, 'package.json': '{}\n' });
    write({ 'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2]), 'src/trick.js': 'if (a /* \u202e } */) {}\n' });
    const pack = await createJson();
    const said = Object.fromEntries(
      pack.uncertain.map(({ rule, text }: { rule: string; text: string }) => [rule, text]),
    );
    expect(said['binary-files']).toContain('logo.png');
    expect(said['hidden-characters']).toContain('turn the direction of text');
    expect(pack.risk).toMatchObject({ class: 'dependencies', review: true });
    expect(pack.diff.text).not.toContain('\u202e');
  });

  it('says that evidence was changed or is missing', async () => {
    const { createJson, runs, id } = captured();
    writeFileSync(join(runs, id, 'events.jsonl'), '{"type":"turn.stopped"}\n');
    expect((await createJson()).evidence).toBe('differs');
  });

  it('writes the formats that are asked for, readable for nobody else', async () => {
    const { create, root } = captured();
    const at = (name: string) => join(root, name);
    const { code, stdout } = await create('-o', at('p.md'), '-o', at('p.json'), '-o', at('p.html'));
    expect(code).toBe(0);
    expect(stdout).toContain('What remains uncertain\n  No verification was run');
    expect(readFileSync(at('p.md'), 'utf8')).toMatch(/^## Review pack: /);
    expect(JSON.parse(readFileSync(at('p.json'), 'utf8'))).toMatchObject({
      format: 'codex-cockpit/review-pack',
    });
    expect(readFileSync(at('p.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(statSync(at('p.json')).mode & 0o777).toBe(0o600);
  });

  it('records the pack in the history of a rollout, and not when that is not wanted', async () => {
    const { create, run, json } = captured();
    await run('init', '--name', 'Acme');
    expect((await create('--no-record', '--verify', passes)).stderr).not.toContain('Recorded');
    expect((await run('pack', 'show')).code).toBe(2);
    const made = await create('--verify', passes);
    expect(made.stderr).toMatch(/Recorded as entry \d+\./);
    const shown = await run('pack', 'show', '--last');
    expect(shown.stdout).toBe(made.stdout);
    expect(await json('pack', 'show')).toMatchObject({
      ...{
        format: 'codex-cockpit/recorded-pack',
        verification: [{ verdict: 'pass', exit: 0 }],
        risk: 'code',
      },
    });
    expect((await run('audit', 'verify')).code).toBe(0);
  });

  it('does not call it a failure of the change when a verification prints too much', async () => {
    const { createJson } = captured();
    const pack = await createJson('--verify', `node -e "process.stdout.write('x'.repeat(18e6))"`);
    expect(pack.verification).toMatchObject([
      { verdict: 'error', summary: 'stopped: it printed more than 16.0 MiB' },
    ]);
  });

  it('refuses what it cannot do, and says why', async () => {
    const { create } = captured();
    const cases: [string[], number, string][] = [
      [['--catalog', 'unit-tests'], 2, 'Name the command itself: --verify'],
      [['ffffffff'], 2, 'no captured run "ffffffff"'],
      [['--verify', 'npm "test'], 2, 'a quote is left open'],
      [['--verify', ' '], 2, 'names no command'],
      [['--base', 'nowhere'], 2, 'there is no commit "nowhere"'],
      [['--base', '--output=x'], 2, 'there is no commit'],
      [['01a1fad2-0000-7000-8000-000000000001', '--last'], 2, 'exclude each other'],
      [['--verify-timeout', 'long'], 2, 'It must be a duration'],
      [['--matrix', 'no.yaml'], 2, 'no.yaml: cannot be read'],
      [['-o', 'no/such/p.md'], 3, 'its folder is not there'],
    ];
    for (const [args, expected, words] of cases) {
      const { code, stderr } = await create(...args);
      expect(stderr).toContain(words);
      expect([words, code]).toEqual([words, expected]);
    }
  });

  it('reports a command that cannot be started, and does not call it passed', async () => {
    const { create } = captured();
    const { code, stdout } = await create('--verify', './no-such-program');
    expect(code).toBe(1);
    expect(stdout).toContain('could not be carried out: could not be started \\(ENOENT\\)');
  });

  it('refuses a record of a run that is no record, naming file and field', async () => {
    const { create, runs, id } = captured();
    writeFileSync(join(runs, id, 'run.json'), '{"kind":"codex-cockpit/captured-run","version":1,"run":{}}');
    const { code, stderr } = await create();
    expect(code).toBe(2);
    expect(stderr).toContain('run.json: run.v:');
  });

  it('stops when it is interrupted, and makes no pack', async () => {
    const place = capturedRepository();
    place.capture(slug);
    const abort = new AbortController();
    const { run } = commandLine(place, { interrupt: abort.signal });
    const made = run(
      'pack',
      'create',
      '--runs',
      place.runs,
      '--verify',
      `node -e "require('fs').writeFileSync('../started','');setInterval(()=>0,1000)"`,
    );
    while (!existsSync(join(place.root, 'started'))) await new Promise((done) => setTimeout(done, 20));
    abort.abort();
    const { code, stdout } = await made;
    expect([code, stdout]).toEqual([130, '']);
  });
});

describe('codex-cockpit pack check', () => {
  /** A committed change with its pack. */
  async function packed(...verify: string[]) {
    const place = captured();
    await place.create(...verify, '-o', join(place.root, 'pack.json'));
    place.commit('By Codex');
    const check = (...args: string[]) =>
      place.run('pack', 'check', '--pack', join(place.root, 'pack.json'), ...args);
    return { ...place, check, file: join(place.root, 'pack.json') };
  }

  it('is good for the change that was verified, in one commit or in several', async () => {
    const { check, git, commit } = await packed('--verify', passes);
    expect((await check('--base', 'main', '--head', 'codex')).code).toBe(0);
    git('reset', '-q', '--soft', 'main');
    commit('The same in another commit');
    const { code, stdout } = await check();
    expect(stdout).toContain('the same change');
    expect(code).toBe(0);
  });

  it('fails when nothing was verified', async () => {
    const { code, stdout } = await (await packed()).check();
    expect(code).toBe(1);
    expect(stdout).toContain(
      'the pack has no verification [no-verification]\n  → Verify the change and write the pack again',
    );
  });

  it('fails so for documentation too, of which the gates ask for no verification', async () => {
    const { create, commit, run, root } = captured({ 'docs/slug.md': '# Slug\n' });
    await create('-o', join(root, 'pack.json'));
    commit('By Codex');
    expect((await run('pack', 'check', '--pack', join(root, 'pack.json'))).stdout).toContain(
      '[no-verification]',
    );
    expect((await run('gate', 'pack', '--pack', join(root, 'pack.json'), '--base', 'main')).code).toBe(0);
  });

  it('fails when the change is another one, naming the files', async () => {
    const { check, write, commit } = await packed('--verify', passes);
    write({ 'src/slug.js': 'export const slug = 2;\n', 'src/late.js': 'x' });
    commit('After the verification');
    const { code, stdout } = await check('--format', 'github');
    expect(code).toBe(1);
    expect(stdout).toContain(
      '::error file=src/slug.js,line=1,title=The change is the one that was verified::it is not what the pack has',
    );
    expect(stdout).toContain('file=src/late.js');
    const sarif = JSON.parse((await check('--format', 'sarif')).stdout);
    expect(sarif.runs[0].results).toHaveLength(2);
    expect((await check('--format', 'markdown')).stdout).toContain('| src/late.js |');
  });

  it('fails for a pack that was changed, even without a repository', async () => {
    const { file, root, check } = await packed('--verify', 'node -e "process.exit(1)"');
    const text = readFileSync(file, 'utf8').replaceAll('"verdict": "fail"', '"verdict": "pass"');
    writeFileSync(file, text);
    const elsewhere = commandLine({
      environment: { PATH: process.env.PATH, HOME: root },
      cwd: root,
      now: () => new Date(),
    });
    const { code, stdout } = await elsewhere.run('pack', 'check', '--alone', '--pack', file);
    expect(stdout).toContain('it was changed after it was made [pack-tampered]');
    expect(code).toBe(1);
    expect((await check('--json')).stdout).toContain('"verdict": "bad"');
  });

  it('fails for a pack that was written again, when the history has the first one', async () => {
    const place = captured();
    await place.run('init', '--name', 'Acme');
    const file = join(place.root, 'pack.json');
    await place.create('-o', file);
    place.commit('By Codex');
    const { sealPack } = await import('../../../src/domain/runs/pack/document.ts');
    const pack = JSON.parse(readFileSync(file, 'utf8'));
    const verification = {
      command: 'npm test',
      catalog: null,
      verdict: 'pass',
      summary: 'exit 0',
      exit: 0,
      duration_ms: 1,
    };
    const { digest } = pack.changes;
    const forged = sealPack({
      ...pack,
      verification: [{ ...verification, before: digest, after: digest, output: '' }],
    });
    writeFileSync(file, JSON.stringify(forged));
    const { code, stdout } = await place.run('pack', 'check', '--pack', file);
    expect(stdout).toContain('the history has recorded this pack with another content');
    expect(code).toBe(1);
  });

  it('comes with its change in the folder for evidence', async () => {
    const { create, commit, run, write } = captured();
    write({ 'codex-evidence/old/pack.json': '{}' });
    await create('--verify', passes, '-o', 'codex-evidence/pack.json');
    commit('By Codex, with its pack');
    expect((await run('pack', 'check', '--pack', 'codex-evidence/pack.json')).code).toBe(0);
  });

  it('refuses what is no pack, and says why', async () => {
    const { run } = capturedRepository();
    const cases: [string[], number, string][] = [
      [[], 2, '--pack'],
      [['--pack', 'no.json'], 2, 'no.json: cannot be read'],
      [['--pack', 'README.md'], 2, 'README.md: not JSON'],
      [['--pack', 'README.md', '--alone', '--base', 'main'], 2, '--alone excludes'],
    ];
    for (const [args, expected, words] of cases) {
      const { code, stderr } = await run('pack', 'check', ...args);
      expect(stderr).toContain(words);
      expect([words, code]).toEqual([words, expected]);
    }
  });

  it('says how to get the history in a shallow clone', async () => {
    const { git, root, file, write, commit } = await packed('--verify', passes);
    write({ 'src/late.js': 'x' });
    commit('Later');
    git('clone', '-q', '--depth', '1', `file://${join(root, 'project')}`, join(root, 'shallow'));
    const { run } = commandLine({
      environment: { PATH: process.env.PATH, HOME: root },
      cwd: join(root, 'shallow'),
      now: () => new Date(),
    });
    const { code, stderr } = await run('pack', 'check', '--pack', file);
    expect(stderr).toContain('fetch-depth: 0');
    expect(code).toBe(2);
  });
});

describe('codex-cockpit pack show', () => {
  it('shows the pack of a file in each format', async () => {
    const { create, run, root } = captured();
    await create('-o', join(root, 'p.json'));
    const show = async (format: string) =>
      (await run('pack', 'show', '--pack', join(root, 'p.json'), '--format', format)).stdout;
    expect(await show('markdown')).toMatch(/^## Review pack/);
    expect(await show('html')).toMatch(/^<!doctype html>/);
    expect(await show('json')).toBe(readFileSync(join(root, 'p.json'), 'utf8'));
  });

  it('says how to make one where there is none', async () => {
    const { code, stderr } = await capturedRepository().run('pack', 'show', 'abcdef');
    expect(stderr).toContain('codex-cockpit pack create --last');
    expect(code).toBe(2);
  });
});
