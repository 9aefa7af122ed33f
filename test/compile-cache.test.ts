import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileCacheFolder } from '../src/compile-cache.ts';
import { cockpit } from './support/cockpit.ts';
import { mode } from './support/store-files.ts';
import { tempFolder } from './support/temp.ts';

const unix = process.platform !== 'win32';
const root = process.getuid?.() === 0;

describe('the compile cache', () => {
  it('is in the cache folder of the person, readable to nobody else', () => {
    const cache = tempFolder();
    const folder = compileCacheFolder({ XDG_CACHE_HOME: cache });
    expect(folder).toBe(join(cache, 'codex-cockpit', 'compiled'));
    if (unix) expect(mode(folder ?? '')).toBe('700');
  });

  it('is in the home folder when no cache folder is named', () => {
    const home = tempFolder();
    for (const XDG_CACHE_HOME of [undefined, '', 'relative'])
      expect(compileCacheFolder({ HOME: home, XDG_CACHE_HOME })).toBe(
        join(home, '.cache', 'codex-cockpit', 'compiled'),
      );
  });

  it('is off when the folder cannot be made', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(compileCacheFolder({ XDG_CACHE_HOME: file })).toBeUndefined();
  });

  it.runIf(unix)('is off when others can write the folder or one above it', () => {
    for (const [at, bits] of [
      ['codex-cockpit/compiled', 0o770],
      ['codex-cockpit', 0o777],
      ['.', 0o775],
    ] as const) {
      const cache = tempFolder();
      mkdirSync(join(cache, 'codex-cockpit', 'compiled'), { recursive: true, mode: 0o700 });
      chmodSync(join(cache, at), bits);
      expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBeUndefined();
    }
  });

  it.runIf(unix)('is off when the folder leads elsewhere', () => {
    const cache = tempFolder();
    const elsewhere = tempFolder();
    mkdirSync(join(cache, 'codex-cockpit'), { mode: 0o700 });
    symlinkSync(elsewhere, join(cache, 'codex-cockpit', 'compiled'));
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBeUndefined();
  });

  it.runIf(unix && root)('is off when the folder is of somebody else, as under sudo', () => {
    const cache = tempFolder();
    const folder = join(cache, 'codex-cockpit', 'compiled');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chownSync(folder, 12345, 12345);
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBeUndefined();
  });

  it('is never in the shared temp dir', async () => {
    const shared = tempFolder();
    const { run, environment } = cockpit({ TMPDIR: shared, NODE_COMPILE_CACHE: '' });
    expect(await run('status')).toMatchObject({ code: 0 });
    expect(readdirSync(shared)).toEqual([]);
    expect(readdirSync(join(environment.XDG_CACHE_HOME ?? '', 'codex-cockpit', 'compiled'))).not.toEqual([]);
  });
});
