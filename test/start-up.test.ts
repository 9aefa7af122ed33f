import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bin } from './support/cockpit.ts';
import { draft, rolloutStarted, testStore } from './support/history.ts';
import { tempFolder } from './support/temp.ts';

/** Names what a start loads: files, and modules of Node. */
const tell = `import { registerHooks } from 'node:module';
const files = [];
registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
process.once('exit', () => {
  const modules = process.moduleLoadList.map((entry) => entry.replace(/^NativeModule /, ''));
  process.stderr.write(JSON.stringify({ files, modules }));
});`;

function loadedBy(...args: readonly string[]): { files: readonly string[]; modules: readonly string[] } {
  const home = tempFolder();
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`;
  const env = { PATH: process.env.PATH, HOME: home, CODEX_COCKPIT_DB: join(home, 'none.db') };
  const { stderr } = spawnSync(process.execPath, ['--import', hook, bin, ...args], { env, encoding: 'utf8' });
  return JSON.parse(stderr);
}

/** The files of the build that are loaded with one of them. */
function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
  found.add(file);
  const text = readFileSync(join('dist', file), 'utf8');
  for (const [, below = ''] of text.matchAll(/\b(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    if (!found.has(below)) loadedWith(below, found);
  return found;
}

describe('the screens', () => {
  it('are found in few files without those of a database, however many commands share what they do', () => {
    const [screens = ''] = readdirSync('dist').filter((name) => name.startsWith('start-cockpit-'));
    const below = [...loadedWith(screens)].filter((name) => name !== screens).sort();
    expect(below).toEqual(['core.js', 'quick.js', 'records.js', 'shared.js', 'start.js', 'work.js']);
  });
});

describe('a start', () => {
  it('loads a few files, and nothing of the database where there is none', () => {
    const { files, modules } = loadedBy('status');
    const own = files.filter((url) => url.startsWith(pathToFileURL(resolve('dist')).href));
    expect(own.map((url) => basename(url).replace(/-[A-Z0-9]{8}\.js$/, '.js')).sort()).toEqual([
      'command-line.js',
      'core.js',
      'main.js',
      'quick.js',
      'start.js',
    ]);
    expect(files.filter((url) => url.includes('better-sqlite3'))).toEqual([]);
    expect(modules).not.toContain('child_process');
    for (const late of ['http', 'crypto', 'fs/promises']) expect(modules).not.toContain(late);
  });

  it('of a captured run loads little before the CLI is started', () => {
    const [quick = ''] = readdirSync('dist').filter((name) => name.startsWith('quick-run-'));
    expect([...loadedWith(quick)].filter((name) => name !== quick).sort()).toEqual(['quick.js', 'start.js']);
    expect(statSync(join('dist', 'quick.js')).size).toBeLessThan(100_000);
  });

  it('loads of the database what is compiled, and no file of its package one by one', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const store = await testStore(path);
    await store.append(() => [draft(rolloutStarted)]);
    await store.close();
    const { files, modules } = loadedBy('status', '--db', path);
    // The compiled part is no module of JavaScript, and is not told here.
    expect(files.filter((url) => url.includes('better-sqlite3'))).toEqual([]);
    expect(files.map((url) => basename(url).replace(/-[A-Z0-9]{8}\.js$/, '.js'))).toContain('store.js');
    expect(modules).not.toContain('child_process');
  });

  it('loads what draws charts for a page of metrics alone', () => {
    const drawing = (...args: readonly string[]) =>
      loadedBy(...args).files.filter((url) => readFileSync(new URL(url), 'utf8').includes('plot-d6a7b5'));
    expect(drawing('metric', 'show')).toEqual([]);
    expect(drawing('metric', 'report')).toHaveLength(1);
  });

  it('loads nothing that only a command needs to tell the version', () => {
    const { modules } = loadedBy('--version');
    expect(modules).toContain('fs');
    for (const late of ['child_process', 'crypto', 'fs/promises']) expect(modules).not.toContain(late);
  });
});
