import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asNobody } from '../../support/as-nobody.ts';
import { commandLine, commandPlace } from '../../support/command-line.ts';
import { testRepository } from '../../support/repository.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

const review = '.github/workflows/codex-review.yml';

function place(files: Record<string, string> = {}) {
  const repository = testRepository(files);
  const { run, json } = commandPlace();
  const init = (...args: string[]) => run('sdlc', 'init', repository.root, ...args);
  const states = async (...args: string[]) => {
    const { files: found } = await json('sdlc', 'init', repository.root, ...args);
    return new Map<string, string>(
      found.map(({ path, state }: { path: string; state: string }) => [path, state]),
    );
  };
  return { repository, run, json, init, states };
}

describe('sdlc init', () => {
  it('shows what it would write, writes nothing, and says the exact next command', async () => {
    const { repository, init } = place();
    const { code, stdout, stderr } = await init();
    expect(code).toBe(0);
    expect(stdout).toContain(`new  ${review}`);
    expect(stderr).toContain(`Write it: codex-cockpit sdlc init --write ${repository.root}\n`);
    expect(readdirSync(repository.root)).toEqual(['.git']);
  });

  it('shows each file in a terminal before it is written', async () => {
    const { repository } = place();
    const { run } = commandPlace();
    expect((await run('sdlc', 'init', repository.root)).stdout).not.toContain('name: Codex review');
    const terminal = commandLine(testWorld(), { writesToTerminal: true });
    const { stdout } = await terminal.run('sdlc', 'init', repository.root);
    expect(stdout).toContain(`── ${review}`);
    expect(stdout).toContain('  name: Codex review');
  });

  it('writes the set, with the pin in every place that names a version, and finds it again', async () => {
    const { repository, init, states } = place();
    const { code, stdout } = await init('--write', '--pin', '0.150.0', '--model', 'gpt-5.2');
    expect(code).toBe(0);
    expect(stdout).toContain('AGENTS.md: INSTALL COMMAND');
    expect(repository.read(review)).toContain('codex-version: "0.150.0"');
    expect(repository.read(review)).toContain("vars.CODEX_MODEL || 'gpt-5.2'");
    expect(repository.read(review)).toMatch(/openai\/codex-action@[0-9a-f]{40} # v1\.8\n/);
    expect(statSync(join(repository.root, '.github/codex/verify.sh')).mode & 0o111).toBe(0o111);
    const again = await states('--pin', '0.150.0', '--model', 'gpt-5.2');
    expect(new Set(again.values())).toEqual(new Set(['same']));
    // The gaps of the team stay, those of the command do not.
    for (const path of again.keys())
      expect(repository.read(path)).not.toMatch(/\{\{(?:PIN|HOME|MODEL|ACTION)\}\}/);
  });

  it('takes the pin of the rollout', async () => {
    const { repository } = place();
    const { run } = commandPlace();
    await run('init', '--pin', '0.150.0');
    await run('sdlc', 'init', repository.root, '--write');
    expect(repository.read(review)).toContain('codex-version: "0.150.0"');
  });

  it('keeps a file that is there, shows how it differs, and replaces it only by name', async () => {
    const path = '.codex/config.toml';
    const { repository, init } = place({ [path]: 'model = "ours"\n' });
    const shown = await init();
    expect(shown.stdout).toContain(`differs  ${path}`);
    expect(shown.stdout).toContain('-model = "ours"');
    expect(shown.stderr).toContain(`--replace ${path}`);
    const kept = await init('--write');
    expect(kept.code).toBe(1);
    expect(kept.stderr).toContain(`Left as they are: ${path}`);
    expect(repository.read(path)).toBe('model = "ours"\n');
    expect(existsSync(join(repository.root, review))).toBe(true);
    expect((await init('--write', '--replace', path)).code).toBe(0);
    expect(repository.read(path)).toContain('approval_policy = "on-request"');
  });

  it('only suggests an AGENTS.md where there is one, or an override', async () => {
    const { repository, init, states } = place({ 'AGENTS.md': '# Ours\n' });
    const { code, stdout } = await init('--write');
    expect(code).toBe(0);
    expect(stdout).toMatch(/suggested\s+AGENTS\.md\s+the repository has its own/);
    expect(repository.read('AGENTS.md')).toBe('# Ours\n');
    const other = place({ 'AGENTS.override.md': '# Ours\n' });
    expect((await other.states()).get('AGENTS.md')).toBe('suggested');
    expect((await states('--replace', 'AGENTS.md')).get('AGENTS.md')).toBe('replaced');
  });

  it('takes line ends of Windows for the same text', async () => {
    const { repository, init, states } = place();
    await init('--write');
    repository.write(review, repository.read(review).replaceAll('\n', '\r\n'));
    expect((await states()).get(review)).toBe('same');
  });

  it.each([
    [
      'a link that leads out of the repository',
      (root: string) => symlinkSync(tempFolder(), join(root, '.codex')),
    ],
    ['a link that leads nowhere', (root: string) => symlinkSync('/nowhere/at/all', join(root, '.codex'))],
    [
      'a folder in place of a file',
      (root: string) => mkdirSync(join(root, '.codex/config.toml'), { recursive: true }),
    ],
  ])('writes nothing at all where there is %s', async (_, prepare) => {
    const { repository, init } = place();
    prepare(repository.root);
    const shown = await init();
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(/blocked\s+\.codex\/config\.toml/);
    const written = await init('--write');
    expect(written.code).toBe(1);
    expect(written.stderr).toContain('nothing was written');
    expect(existsSync(join(repository.root, review))).toBe(false);
  });

  it('follows a link that stays inside of the repository', async () => {
    const { repository, init } = place({ 'team/README.md': 'ours\n' });
    symlinkSync('team', join(repository.root, '.codex'));
    expect((await init('--write')).code).toBe(0);
    expect(repository.read('team/config.toml')).toContain('sandbox_mode');
  });

  it('undoes what it has written when a later file cannot be written', async () => {
    const { repository, init } = place({ '.github/codex/prompts/review.md': 'ours\n' });
    // A file where the set needs a folder.
    writeFileSync(join(repository.root, 'codex-evidence'), 'in the way\n');
    const { code, stderr } = await init('--write', '--replace', '.github/codex/prompts/review.md');
    expect(code).toBe(3);
    expect(stderr).toContain('codex-evidence/README.md');
    expect(stderr).toContain('no file was left changed');
    expect(repository.read('.github/codex/prompts/review.md')).toBe('ours\n');
    expect(readdirSync(repository.root).sort()).toEqual(['.git', '.github', 'codex-evidence']);
    expect(readdirSync(join(repository.root, '.github'))).toEqual(['codex']);
    expect(readdirSync(join(repository.root, '.github/codex'))).toEqual(['prompts']);
  });

  it('leaves a read-only folder as it is', async () => {
    const { repository, init } = place({ '.codex/README.md': 'ours\n' });
    chmodSync(join(repository.root, '.codex'), 0o555);
    const { code } = await asNobody([repository.root], () => init('--write'));
    expect(code).toBe(3);
    expect(readdirSync(repository.root).sort()).toEqual(['.codex', '.git']);
    chmodSync(join(repository.root, '.codex'), 0o755);
  });

  it('has a job for GitLab, with its prompts beside it', async () => {
    const { repository, init, states } = place();
    await init('--write', '--for', 'gitlab');
    const job = repository.read('.gitlab/codex/codex-review.gitlab-ci.yml');
    expect(job).toContain('npm install --global @openai/codex@0.139.0');
    expect(job).toContain('.gitlab/codex/prompts/review.md');
    expect(existsSync(join(repository.root, '.github'))).toBe(false);
    expect([...(await states('--for', 'both')).keys()]).toContain(review);
  });

  it.each([
    [['--pin', 'latest'], 'the pin "latest" is not an exact version'],
    [['--action-ref', 'v1.8'], 'A tag can be moved'],
    [['--model', 'x"; echo'], 'It must be the name of a model'],
    [['--replace', '.codex/confg.toml'], 'did you mean ".codex/config.toml"'],
    [['--for', 'jenkins'], 'Allowed choices are github, gitlab, both'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await place().init(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('takes another commit of the action, with its release', async () => {
    const { repository, init } = place();
    const commit = 'a'.repeat(40);
    const { stderr } = await init('--action-ref', `${commit}:v1.9`);
    expect(stderr).toContain(`--action-ref ${commit}:v1.9`);
    await init('--write', '--action-ref', `${commit}:v1.9`);
    expect(repository.read(review)).toContain(`openai/codex-action@${commit} # v1.9\n`);
  });

  it('refuses a folder outside of a repository', async () => {
    const { run } = commandPlace();
    const { code, stderr } = await run('sdlc', 'init', tempFolder());
    expect(code).toBe(2);
    expect(stderr).toContain('not in a git repository');
  });
});

describe('the templates that ship', () => {
  it('all belong to the set', async () => {
    const { json, repository } = place();
    const { files } = await json('sdlc', 'init', repository.root, '--for', 'both');
    const shipped = readdirSync('data/sdlc', { recursive: true, withFileTypes: true });
    expect(files).toHaveLength(shipped.filter((one) => one.isFile()).length);
  });
});
