import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { CapturedRun } from '../../domain/runs/events.ts';

/** What a run was asked, before anything of it is redacted. */
export type Prompt = Omit<NonNullable<CapturedRun['inputs']['prompt']>, 'summary' | 'file'> & {
  /** Its beginning: at most 4,096 characters. */
  begin: string;
};

const mostBegin = 4096;

/**
 * Hands stdin on to a run, and digests it with the prompt of the arguments: of both, the argument comes first and a NUL is
 * in between.
 *
 * @returns asks for the prompt once the run is over; undefined when there was none
 */
export function passInput(
  from: Readable | undefined,
  to: Writable | null,
  { argument, mayBePrompt }: { argument: string | undefined; mayBePrompt: boolean },
): () => Prompt | undefined {
  const hash = createHash('sha256');
  let bytes = 0;
  let begin = argument?.slice(0, mostBegin) ?? '';
  if (argument !== undefined) {
    hash.update(argument);
    bytes = Buffer.byteLength(argument);
  }
  let piped = 0;
  const given: Buffer[] = [];
  from?.on('data', (piece: Buffer) => {
    if (piped === 0 && argument !== undefined) hash.update('\0');
    hash.update(piece);
    if (argument === undefined && piped < mostBegin) given.push(piece.subarray(0, mostBegin));
    piped += piece.length;
  });
  if (from && to) {
    // A run that ends before it has read everything is no fault.
    to.on('error', () => undefined);
    from.pipe(to);
  }
  return () => {
    from?.destroy();
    if (argument === undefined && (piped === 0 || !mayBePrompt)) return undefined;
    if (argument === undefined) begin = Buffer.concat(given).toString().slice(0, mostBegin);
    const origin = argument === undefined ? 'stdin' : piped > 0 ? 'both' : 'argument';
    return { from: origin, sha256: hash.digest('hex'), bytes: bytes + piped, begin };
  };
}
