import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { WorkError } from '../../domain/base/errors.ts';

/** A pointer of Git LFS is shorter than this. */
const pointerBytes = 1024;

/** One that git gave the head of, and not yet all of its content. */
type Current = { id: string; left: number; hash: Hash; start: Buffer | undefined };

/**
 * SHA-256 of the content of blobs, by their id: of each as it flows by, so that a large one takes no memory. A pointer of
 * Git LFS has the digest that it states. An id that git does not have is left out.
 *
 * @param git a started `git cat-file --batch`
 */
export async function digestBlobs(
  git: ChildProcessWithoutNullStreams,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  let failed: Error | undefined;
  git.on('error', (cause) => {
    failed = cause;
  });
  git.stdin.on('error', () => undefined);
  git.stderr.resume();
  git.stdin.end(ids.map((id) => `${id}\n`).join(''));
  let head = Buffer.alloc(0);
  let current: Current | undefined;
  for await (const chunk of git.stdout as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (rest.length > 0) {
      if (current === undefined) {
        const end = rest.indexOf(newline);
        head = Buffer.concat([head, end < 0 ? rest : rest.subarray(0, end)]);
        if (end < 0) break;
        rest = rest.subarray(end + 1);
        current = startOf(head.toString('latin1'));
        head = Buffer.alloc(0);
      } else if (current.left > 0) {
        const part = rest.subarray(0, current.left);
        current.hash.update(part);
        if (current.start) current.start = Buffer.concat([current.start, part]);
        current.left -= part.length;
        rest = rest.subarray(part.length);
      } else {
        // The line end after the content.
        digests.set(current.id, pointedAt(current.start) ?? current.hash.digest('hex'));
        current = undefined;
        rest = rest.subarray(1);
      }
    }
  }
  if (failed) throw new WorkError(`git cat-file: ${failed.message}`);
  return digests;
}

const newline = 0x0a;

/** What a head line, `<id> blob <bytes>`, announces; undefined for `<id> missing`. */
function startOf(head: string): Current | undefined {
  const [, id, size] = /^([0-9a-f]+) [a-z]+ (\d+)$/.exec(head) ?? [];
  if (id === undefined || size === undefined) return undefined;
  const left = Number(size);
  const start = left < pointerBytes ? Buffer.alloc(0) : undefined;
  return { id, left, hash: createHash('sha256'), start };
}

/** Git LFS specification, version 1: the pointer's lines. */
function pointedAt(start: Buffer | undefined): string | undefined {
  const text = start?.toString('latin1') ?? '';
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return undefined;
  return /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
}
