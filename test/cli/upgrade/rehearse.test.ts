import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/app/world/world.ts';
import { commandLine } from '../../support/command-line.ts';
import { fakeCodex, type Rule } from '../../support/fake-codex.ts';
import { snapshot } from '../../support/process-snapshot.ts';
import { rehearsedTeam } from '../../support/rehearsed-team.ts';
import { tinySuite } from '../../support/tiny-suite.ts';

/** What a stand-in lists as its models. */
const listing = (...slugs: readonly string[]): Rule => ({
  when: ['debug', 'models'],
  stdout: JSON.stringify({ models: slugs.map((slug) => ({ slug, visibility: 'list' })) }),
});

/** A stand-in of the candidate. No two programs of different versions have the same bytes. */
function candidate(...rules: readonly Rule[]): string {
  const codex = fakeCodex(...rules, { when: ['--version'], stdout: 'codex-cli 0.169.0\n' });
  appendFileSync(codex, '// 0.169.0\n');
  return codex;
}

/** A team, a pin and a candidate, and what rehearses them with a suite of one check. */
function setUp(name: 'team' | 'quiet', pinned: readonly Rule[] = [], to: readonly Rule[] = []) {
  const world = rehearsedTeam(name);
  writeFileSync(join(world.cwd, 'suite.yaml'), tinySuite);
  const [pin, next] = [fakeCodex(...pinned), candidate(...to)];
  return {
    world,
    pin,
    next,
    asked: ['upgrade', 'rehearse', '--from', pin, '--to', next, '--suite', 'suite.yaml'],
  };
}

const untouched = (world: World & { teamHome: string }) => [snapshot(world.teamHome), snapshot(world.cwd)];

/** Isolated environments that are still there. */
function environmentsOf({ environment }: World): readonly string[] {
  const folder = join(environment.XDG_CACHE_HOME ?? '', 'codex-cockpit', 'scratch');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('codex-cockpit upgrade rehearse', () => {
  it('records what it prints, with the files that could not be searched, the same byte for byte when shown again', async () => {
    const { world, asked } = setUp('team');
    writeFileSync(join(world.cwd, 'release.sh'), 'codex mcp-server\n'.repeat(150_000));
    const said = 'searched for lines that use the CLI: release.sh: it has 2550000 bytes';
    const { run } = commandLine(world);
    const out = (name: string) => join(world.root, name);
    const before = untouched(world);
    const first = await run(
      ...asked,
      '--json',
      '--output',
      `html=${out('a.html')}`,
      '--output',
      `markdown=${out('a.md')}`,
    );
    expect(first).toMatchObject({ code: 3 });
    expect(untouched(world)).toEqual(before);
    expect(environmentsOf(world)).toEqual([]);
    const again = await run('upgrade', 'show', '0.169.0', '--json', '--output', `html=${out('b.html')}`);
    expect(again).toEqual({ code: 0, stdout: first.stdout, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({
      format: 'codex-cockpit/rehearsal',
      verdict: 'incomplete',
      unsearched: { files: [{ file: 'release.sh' }], total: 1 },
    });
    expect(readFileSync(out('b.html'), 'utf8')).toBe(readFileSync(out('a.html'), 'utf8'));
    expect(readFileSync(out('a.html'), 'utf8')).toMatch(
      new RegExp(`<h2>Not compared</h2>.*not ${said}`, 's'),
    );
    expect(readFileSync(out('a.md'), 'utf8')).toContain('incomplete: something could not be compared');
    expect(readFileSync(out('a.md'), 'utf8')).toContain(`Not ${said}`);
    expect(statSync(out('a.html')).mode & 0o777).toBe(0o600);
    const { stdout } = await run('upgrade', 'show');
    expect(stdout).toBe((await run('upgrade', 'show', '0.169.0')).stdout);
    expect(stdout).toMatch(new RegExp(`NOT COMPARED.*not ${said}`, 's'));
  });

  it('ends with 1 when something of the team stops working, and records nothing of a part', async () => {
    const { world, asked } = setUp('team', [listing('gpt-5.4-mini', 'gpt-5.5')], [listing('gpt-5.5')]);
    const { run } = commandLine(world);
    const before = untouched(world);
    const answer = await run(...asked, '--only', 'models');
    expect(answer.code).toBe(1);
    expect(answer.stdout).toContain('✘ gpt-5.4-mini: listed → not there');
    expect(answer.stdout).toMatch(/\$CODEX_HOME\/economy\.config\.toml:1:1 +model = "gpt-5\.4-mini"/);
    expect(answer.stdout).toContain('nothing was recorded');
    expect(answer.stderr).toContain('1/2 models on the');
    expect(answer.stderr).toContain('3/3 witness of models: gpt-5.4-mini on both');
    expect(untouched(world)).toEqual(before);
    expect(await run('upgrade', 'rehearsals')).toMatchObject({ code: 0, stdout: '' });
  });

  it('ends with 0 when nothing of the team changes', async () => {
    const { world, asked } = setUp('quiet', [listing('gpt-5.5')], [listing('gpt-5.5')]);
    const answer = await commandLine(world).run(...asked, '--only', 'models');
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('✔ 0.139.0 → 0.169.0: clear') });
  });

  it('rewrites one line on a terminal, and clears it', async () => {
    const { world, asked } = setUp('quiet', [listing('gpt-5.5')], [listing('gpt-5.5')]);
    const { stderr } = await commandLine(world, { messagesToTerminal: true }).run(
      ...asked,
      '--only',
      'models',
    );
    const drawn = stderr.split('\r\u001b[K');
    expect([drawn[0], drawn.at(-1)]).toEqual(['', '']);
    expect(stderr).not.toContain('\n');
    expect(stderr).toContain('Rehearsing 0.139.0 → 0.169.0, 2 steps…');
  });

  it('ends with 130 when it is interrupted, and leaves nothing behind', async () => {
    const { world, asked } = setUp('quiet', [{ when: ['debug', 'models'], hang: true }]);
    const interruption = new AbortController();
    const { run } = commandLine(world, {
      interrupt: interruption.signal,
      message: (text) => {
        // The candidate has answered, and the pin never does.
        if (text.includes('models on the candidate')) interruption.abort();
      },
    });
    expect(await run(...asked, '--only', 'models')).toMatchObject({ code: 130, stdout: '' });
    expect(environmentsOf(world)).toEqual([]);
    expect(await commandLine(world).run('upgrade', 'rehearsals')).toMatchObject({ stdout: '' });
  });

  it.each([
    [['--to', '0.999.0'], 'Codex CLI 0.999.0 is not installed side by side'],
    [['--folder', '../outside'], '../outside is not below the working folder'],
    [['--project', 'nowhere'], 'nowhere'],
    [['--rules', 'broken.yaml'], 'broken.yaml:1:1'],
    [['--rules', 'none.yaml'], 'none.yaml: cannot read the rules: there is no such file'],
    [['--only', 'everything'], 'there is no observer "everything"'],
    [['--output', 'pdf=x.pdf'], 'It must be FORMAT=PATH, with one of: html, markdown, json.'],
  ])('refuses %j with one message and exit code 2', async (more, message) => {
    const { world, asked } = setUp('quiet');
    writeFileSync(join(world.cwd, 'broken.yaml'), 'rules: 3\n');
    const answer = await commandLine(world).run(...asked, ...more);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain(message);
    expect(answer.stderr.match(/^error: /gm)).toHaveLength(1);
    expect(answer.stderr).not.toMatch(/\n {4}at /);
  });

  it('says that a candidate does not work, with exit code 3', async () => {
    const { world, asked } = setUp('quiet');
    const answer = await commandLine(world).run(...asked, '--to', './no-such-codex');
    expect(answer).toMatchObject({ code: 3, stdout: '' });
    expect(answer.stderr).toMatch(/^error: .*no-such-codex.*\n.*\n$/);
  });

  it('refuses a candidate that is the same program as the pin', async () => {
    const { world, pin, asked } = setUp('quiet');
    expect(await commandLine(world).run(...asked, '--to', pin)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is the same program as the pin (0.139.0)'),
    });
  });
});
