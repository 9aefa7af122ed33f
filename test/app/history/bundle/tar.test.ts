import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tarOf } from '../../../../src/app/history/bundle/tar.ts';
import { tempFolder } from '../../../support/temp.ts';

async function archive(files: ReadonlyMap<string, Buffer>, prefix = 'acme'): Promise<Buffer> {
  const folder = tempFolder();
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of tarOf({ folder, names: files.keys(), prefix, modified: new Date(1e12) }))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

function unpack(bytes: Buffer): string {
  const folder = tempFolder();
  execFileSync('tar', ['-x', '-f', '-', '-C', folder], { input: bytes });
  return folder;
}

describe('an archive', () => {
  it('gives back every file as it was', async () => {
    const name = fc.stringMatching(/^[a-z][a-zA-Z0-9._-]{0,98}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.uint8Array({ maxLength: 2000 }), { maxKeys: 5 }),
        async (given) => {
          const files = new Map(Object.entries(given).map(([key, bytes]) => [key, Buffer.from(bytes)]));
          const folder = unpack(await archive(files));
          for (const [key, bytes] of files) expect(readFileSync(join(folder, 'acme', key))).toEqual(bytes);
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each([0, 1, 511, 512, 513])('consists of whole blocks for a file of %i bytes', async (size) => {
    const bytes = await archive(new Map([['file', Buffer.alloc(size, 7)]]));
    expect(bytes.length % 512).toBe(0);
    expect(readFileSync(join(unpack(bytes), 'acme', 'file')).length).toBe(size);
  });

  it('keeps files to their owner, and is the same for the same files', async () => {
    const files = new Map([['file', Buffer.from('x')]]);
    const bytes = await archive(files, 'p'.repeat(100));
    expect(statSync(join(unpack(bytes), 'p'.repeat(100), 'file')).mode & 0o777).toBe(0o600);
    expect(await archive(files, 'p'.repeat(100))).toEqual(bytes);
  });

  it('refuses a file that is too large for it, before it reads it', async () => {
    const folder = tempFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), 8 ** 11);
    const pieces = tarOf({ folder, names: ['large'], prefix: 'acme', modified: new Date(0) });
    await expect(pieces.next()).rejects.toThrow('large has 8589934592 bytes');
  });
});
