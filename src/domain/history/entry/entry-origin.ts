import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UnusableError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';

/** What decided who the actor of an entry is: the flag `--as`, git's `user.email`, or the name of the account. */
export const NAMED_BY = ['flag', 'git', 'account'] as const;

const originSchema = lazily(() =>
  z.strictObject({
    /** The account of the operating system that recorded the entry. */
    account: z.string(),
    /** The name that the machine gives itself. */
    host: z.string(),
    named_by: z.enum(NAMED_BY),
  }),
);

/**
 * Where an entry came from. Like the actor it is what the recording program stated: it shows who said `--as`
 * from whom git knew, and proves neither.
 */
export type EntryOrigin = { account: string; host: string; namedBy: (typeof NAMED_BY)[number] };

/** The column `origin` of an entry: canonical JSON (RFC 8785). */
export function originColumn({ account, host, namedBy }: EntryOrigin): string {
  return canonicalJson({ account, host, named_by: namedBy });
}

/**
 * Reads the column `origin`; undefined for entries from before it was recorded.
 *
 * @throws UnusableError when it has another form: the entry is from a newer program
 */
export function readOrigin({
  seq,
  origin,
}: {
  seq: number;
  origin?: string | null | undefined;
}): EntryOrigin | undefined {
  if (origin === null || origin === undefined) return undefined;
  const parsed = originSchema().safeParse(parseJson(origin));
  if (parsed.success) {
    const { account, host, named_by } = parsed.data;
    return { account, host, namedBy: named_by };
  }
  throw new UnusableError(
    `entry ${seq} cannot be read: its origin has an unknown form`,
    'Use a newer codex-cockpit.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
