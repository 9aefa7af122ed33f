import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignFiles, loadSuites } from '../../../src/app/checks/load-suite.ts';
import { productFolder } from '../../../src/app/world/product-folder.ts';
import { tempFolder } from '../../support/temp.ts';

const suite = (id: string, name = 'team', more = '') => `version: 1
suite: ${name}
title: Ours
checks:
  - id: ${id}
    title: One
    why: Because
    severity: info
    scope: static
    phase: pilot
    owner: team lead
    remedy: Mend it
    probe: cli.path
${more}`;

/** A project with these files. */
function project(files: Record<string, string>): string {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const ids = async (cwd: string, asked: readonly string[] = []) =>
  (await loadSuites(cwd, asked)).checks.map(({ id }) => id);

describe('without a suite that was named', () => {
  it('the shipped one is run where a project has none', async () => {
    const loaded = await loadSuites(tempFolder(), []);
    expect(loaded.name).toBe('upgrade');
    expect(loaded.checks[0]?.declaredAt.file).toBe(join(productFolder(), 'checks', 'upgrade.yaml'));
  });

  it('those of the project follow it, by name, and nothing else that lies there', async () => {
    const cwd = project({
      'checks/b.yml': suite('team.b'),
      'checks/a.yaml': suite('team.a'),
      'checks/README.md': 'not a suite',
      'checks/a.yaml.bak': 'not a suite',
      'checks/old/c.yaml': 'not read',
    });
    expect((await ids(cwd)).slice(-2)).toEqual(['team.a', 'team.b']);
  });

  it('files of another tool are skipped and named, and a suite that is broken is not', async () => {
    const cwd = project({
      'checks/a.yaml': suite('team.a'),
      'checks/http.yaml': 'targets:\n  - https://example.invalid\n',
      'checks/list.yml': '- one\n- two\n',
    });
    expect((await ids(cwd)).at(-1)).toBe('team.a');
    expect(foreignFiles(cwd)).toEqual(['checks/http.yaml', 'checks/list.yml']);
    writeFileSync(join(cwd, 'checks', 'http.yaml'), 'suite: ours\nchecks: 5\n');
    await expect(ids(cwd)).rejects.toThrow('checks/http.yaml');
  });

  it('the shipped one is run once, in the folder of the cockpit itself and through a link to it', async () => {
    const shipped = await ids(productFolder());
    expect(new Set(shipped).size).toBe(shipped.length);
    const cwd = project({ 'checks/README.md': '' });
    symlinkSync(join(productFolder(), 'checks', 'upgrade.yaml'), join(cwd, 'checks', 'ours.yaml'));
    expect(await ids(cwd)).toEqual(shipped);
  });

  it('one of the project may take the place of a shipped check when it says so', async () => {
    const replacing = suite('cli.path', 'team', '    replaces: true\n');
    const loaded = await loadSuites(project({ 'checks/a.yaml': replacing }), []);
    expect(loaded.checks.find(({ id }) => id === 'cli.path')?.severity).toBe('info');
    expect(loaded.checks.map(({ id }) => id)).toEqual(await ids(tempFolder()));
  });

  it('one that takes it silently is refused, with both places', async () => {
    await expect(ids(project({ 'checks/a.yaml': suite('cli.path') }))).rejects.toThrow(
      /^checks\/a\.yaml:5:5: checks: id "cli\.path" is already declared at .*upgrade\.yaml:\d+:5$/,
    );
  });

  it('a broken one is never passed over: what the team demands would not be checked', async () => {
    const cwd = project({ 'checks/a.yaml': suite('team.a'), 'checks/b.yaml': 'suite: 5\n' });
    await expect(ids(cwd)).rejects.toThrow(/^checks\/b\.yaml:1:\d+: /);
  });

  it('a link that leads nowhere is refused by its name', async () => {
    const cwd = project({ 'checks/a.yaml': suite('team.a') });
    symlinkSync('/nowhere/at/all.yaml', join(cwd, 'checks', 'z.yaml'));
    await expect(ids(cwd)).rejects.toMatchObject({
      exitCode: 2,
      message: 'checks/z.yaml: cannot read the suite: there is no such file',
    });
  });

  it('a folder that is called like a suite is refused by its name', async () => {
    const cwd = project({ 'checks/a.yaml/README.md': '' });
    await expect(ids(cwd)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^checks\/a\.yaml: cannot read the suite: EISDIR/),
    });
  });
});

describe('suites that were named', () => {
  it('are run in the order in which they were named, and no other', async () => {
    const cwd = project({
      'b.yaml': suite('team.b', 'second'),
      'a.yaml': suite('team.a', 'first'),
      'checks/c.yaml': suite('team.c'),
    });
    const loaded = await loadSuites(cwd, ['b.yaml', join(cwd, 'a.yaml')]);
    expect(loaded).toMatchObject({ name: 'second + first', file: 'b.yaml + a.yaml' });
    expect(loaded.checks.map(({ id }) => id)).toEqual(['team.b', 'team.a']);
  });

  it('may be one that ships, by its name, unless there is a file of that name', async () => {
    const loaded = await loadSuites(tempFolder(), ['sdlc']);
    expect(loaded.file).toBe(join(productFolder(), 'checks', 'sdlc.yaml'));
    expect(loaded.checks.map(({ id }) => id)).toContain('sdlc.agents');
    expect(await ids(project({ sdlc: suite('team.a') }), ['sdlc'])).toEqual(['team.a']);
    // A folder of that name is no suite.
    expect(await ids(project({ 'sdlc/README.md': '' }), ['sdlc'])).toContain('sdlc.agents');
  });

  it('are told by their full path when they lie outside the project', async () => {
    const elsewhere = join(project({ 'theirs.yaml': suite('team.a') }), 'theirs.yaml');
    expect((await loadSuites(tempFolder(), [elsewhere])).file).toBe(elsewhere);
  });

  it.each([
    ['missing.yaml', 'missing.yaml: cannot read the suite: there is no such file'],
    ['checks', /^checks: cannot read the suite: EISDIR/],
    ['a.yaml/b.yaml', /^a\.yaml\/b\.yaml: cannot read the suite: ENOTDIR/],
  ])('are refused by name when they cannot be read: %s', async (asked, message) => {
    const cwd = project({ 'a.yaml': suite('team.a'), 'checks/a.yaml': suite('team.b') });
    await expect(ids(cwd, [asked])).rejects.toMatchObject({
      exitCode: 2,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      next: 'Name a suite file with --suite.',
    });
  });

  it('are refused with the line that is wrong', async () => {
    const cwd = project({ 'a.yaml': suite('team.a').replace('severity: info', 'severity: grave') });
    await expect(ids(cwd, ['a.yaml'])).rejects.toThrow('a.yaml:8:15: checks[0].severity: Invalid option');
  });

  it('are refused when one is named twice', async () => {
    const cwd = project({ 'a.yaml': suite('team.a') });
    await expect(ids(cwd, ['a.yaml', './a.yaml'])).rejects.toThrow(
      'id "team.a" is already declared at a.yaml:5:5',
    );
  });
});
