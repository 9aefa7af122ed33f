import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scanTree } from '../../../../src/codex/plugins/scan/scan-tree.ts';
import { hashTree } from '../../../../src/domain/plugins/inventory/plugin-tree.ts';
import { showName } from '../../../../src/domain/plugins/manifest/file-name.ts';
import { makePipe } from '../../../support/pipe.ts';
import { tempFolder } from '../../../support/temp.ts';

const below = (folder: string, ...bytes: number[]) =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes)]);

const whole = { isClone: false };

describe('the files of a plugin', () => {
  it.runIf(process.platform === 'linux')(
    'count whatever their names: another byte, another digest',
    async () => {
      const folder = tempFolder();
      mkdirSync(below(folder, 0x64, 0xfe));
      writeFileSync(Buffer.concat([below(folder, 0x64, 0xfe), Buffer.from('/inner')]), 'x');
      writeFileSync(below(folder, 0x61, 0xff), 'one');
      const before = await scanTree(folder, whole);
      expect(before.map(({ type, path }) => `${type} ${showName(path)}`)).toEqual([
        'file a\\xff',
        'file d\\xfe/inner',
      ]);
      writeFileSync(below(folder, 0x61, 0xff), 'two');
      const changed = await scanTree(folder, whole);
      renameSync(below(folder, 0x61, 0xff), below(folder, 0x61, 0xfd));
      const renamed = await scanTree(folder, whole);
      expect(new Set([before, changed, renamed].map(hashTree)).size).toBe(3);
    },
  );

  it('count whatever their number: one of 20,001 that changes is seen', async () => {
    const folder = tempFolder();
    for (let n = 0; n <= 20_000; n++) writeFileSync(join(folder, `f${n}`), '');
    const before = await scanTree(folder, whole);
    expect(before).toHaveLength(20_001);
    writeFileSync(join(folder, 'f20000'), 'evil');
    expect(hashTree(await scanTree(folder, whole))).not.toBe(hashTree(before));
  });

  it('count whatever their size: the digest is that of the whole file', async () => {
    const folder = tempFolder();
    const sizes = [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3_000_000];
    for (const size of sizes) writeFileSync(join(folder, `f${size}`), Buffer.alloc(size, 'x'));
    expect(await scanTree(folder, whole)).toEqual(
      sizes
        .map((size) => ({
          type: 'file',
          path: `f${size}`,
          size,
          sha256: createHash('sha256').update(Buffer.alloc(size, 'x')).digest('hex'),
        }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
  });

  it('that are none are named with the reason, and hold nothing up', async () => {
    const folder = tempFolder();
    makePipe(join(folder, 'pipe'));
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once('listening', done));
    symlinkSync('loop', join(folder, 'loop'));
    expect(await scanTree(folder, whole)).toEqual([
      { type: 'link', path: 'loop', target: 'loop' },
      { type: 'unreadable', path: 'pipe', why: 'it is a pipe' },
      { type: 'unreadable', path: 'socket', why: 'it is a socket' },
    ]);
  });

  it('are no more read once the work is interrupted, in the middle of a file too', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'huge'), '');
    truncateSync(join(folder, 'huge'), 2 ** 40);
    const interrupt = new AbortController();
    const scanning = scanTree(folder, { ...whole, signal: interrupt.signal });
    setImmediate(() => interrupt.abort(new Error('interrupted')));
    await expect(scanning).rejects.toThrow('interrupted');
  });
});
