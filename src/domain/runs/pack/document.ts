import { hash } from 'node:crypto';
import * as z from 'zod';
import { CATALOG_VERDICTS } from '../../artifacts/catalog/judge-command.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UsageError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { capturedRunBodies, changes, type ReviewPack } from '../events.ts';
import { UNCERTAINTIES } from './uncertain.ts';

/** What the documents of review packs state as their format. */
const PACK_FORMAT = 'codex-cockpit/review-pack';

const text = () => z.string();
const count = () => z.int().nonnegative();
const digest = () => z.string();

const verification = () =>
  z.strictObject({
    /** One redacted line. */
    command: text(),
    /** The command of the verification catalog that it is; null for one that was typed. */
    catalog: text().nullable(),
    verdict: z.enum(CATALOG_VERDICTS),
    /** How it ended, such as `exit 1`. */
    summary: text(),
    exit: z.int().nullable(),
    duration_ms: count(),
    /** Digests of the changes before it ran and after it. */
    before: digest().nullable(),
    after: digest().nullable(),
    /** What it printed, cleaned, redacted and with a long middle left out. */
    output: text(),
  });

const packSchema = lazily(() =>
  z.strictObject({
    format: z.literal(PACK_FORMAT),
    version: z.literal(1),
    pack: text(),
    created_at: z.iso.datetime(),
    created_by: text(),
    task: text().nullable(),
    /** The run as it was recorded. */
    run: capturedRunBodies['exec.captured'](),
    /** Whether the evidence folder has what the record says. */
    evidence: z.enum(['whole', 'differs', 'missing']),
    /** The last message of the run: what Codex says that it did. */
    account: text().nullable(),
    repository: text(),
    base: text().nullable(),
    head: text().nullable(),
    changes: changes(),
    risk: z.strictObject({
      class: text(),
      score: count(),
      level: z.int(),
      pack: z.boolean(),
      verification: z.boolean(),
      review: z.boolean(),
      reasons: z.array(
        z.strictObject({
          ...{ id: text(), title: text(), why: text() },
          ...{ risk: count(), level: z.int(), review: z.boolean() },
          paths: z.array(text()),
          total: count(),
        }),
      ),
    }),
    verification: z.array(verification()),
    diff: z.strictObject({
      /** Cleaned and redacted. */
      text: text(),
      /** Whether there is more of it. */
      cut: z.boolean(),
      /** Digest of `text`. */
      sha256: digest(),
    }),
    changed: z.array(text()),
    verified: z.array(text()),
    uncertain: z.array(z.strictObject({ rule: z.enum(UNCERTAINTIES), text: text() })),
    /** Digest of the canonical JSON of everything else. */
    sha256: digest(),
  }),
);

/** A review pack as a document. It is written for reviewers and for the gates of CI. */
export type PackDocument = z.output<ReturnType<typeof packSchema>>;

/** One verification of a pack. It counts for the digest before it, unless it changed files itself. */
export type Verification = PackDocument['verification'][number];

/** The digest that a pack states of itself. */
export function digestPack({ sha256: _, ...rest }: PackDocument): string {
  return hash('sha256', canonicalJson(rest), 'hex');
}

/** A pack with the digest of what is in it. */
export function sealPack(pack: Omit<PackDocument, 'sha256'>): PackDocument {
  const open = { ...pack, sha256: '' };
  return { ...open, sha256: digestPack(open) };
}

/** A pack as the gates know it, from a file or from the history. */
export type KnownPack = {
  /** How findings name it: its file, or its entry. */
  name: string;
  /** Whether it is as it was written. */
  isWhole: boolean;
  policy: PackDocument['run']['policy'] | undefined;
  changes: PackDocument['changes'];
  verification: readonly Pick<Verification, 'command' | 'verdict' | 'summary' | 'before' | 'after'>[];
};

/** A pack of a file as the gates judge it. */
export function packOfFile(pack: PackDocument, file: string): KnownPack {
  const { changes: change, verification: ran, run } = pack;
  return {
    ...{ name: file, isWhole: digestPack(pack) === pack.sha256, policy: run.policy },
    ...{ changes: change, verification: ran },
  };
}

/** The same of a pack that was recorded. The history keeps what a verification ran on, not what was there before. */
export function packOfEntry({ changes: change, verification: ran }: ReviewPack, entry: number): KnownPack {
  return {
    ...{ name: `the pack of entry ${entry}`, isWhole: true, policy: undefined, changes: change },
    verification: ran.map(({ command, verdict, exit, digest: of }) => ({
      ...{ command, verdict, before: of, after: of },
      summary: exit === null ? verdict : `exit ${exit}`,
    })),
  };
}

/** The digest of the changes that a verification speaks of; null where it changed files, or where none is known. */
export function verifiedDigest({ before, after }: Pick<Verification, 'before' | 'after'>): string | null {
  return before === after ? after : null;
}

/** What a text says it is: a review pack, or something else. Never throws. */
export function isPackText(json: string): boolean {
  try {
    return (JSON.parse(json) as { format?: unknown } | null)?.format === PACK_FORMAT;
  } catch {
    return false;
  }
}

/**
 * Reads the document of a pack. Whether its digest is right is another question: see `checkPack`.
 *
 * @throws UsageError naming the file and the fields that are wrong
 */
export function parsePack(json: string, file: string): PackDocument {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new UsageError(
      `${cleanLine(file)}: not JSON: ${cleanLine((cause as Error).message).slice(0, 200)}`,
      'Write a pack as JSON: codex-cockpit pack create --last -o pack.json',
    );
  }
  const parsed = packSchema().safeParse(value);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues
    .slice(0, 5)
    .map(
      ({ path, message }) =>
        `${cleanLine(path.join('.')) || 'document'}: ${cleanLine(message).slice(0, 200)}`,
    );
  throw new UsageError(
    `${cleanLine(file)}: not a review pack of version 1: ${complaints.join('; ')}`,
    'Write a pack as JSON: codex-cockpit pack create --last -o pack.json',
  );
}
