import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';

const verdict = z.enum(['pass', 'warn', 'fail', 'error']);

const report = z.strictObject({
  kind: z.literal('codex-cockpit/machine-report'),
  version: z.literal(1),
  /** Name of the machine. */
  machine: z.string().min(1).max(200),
  at: z.iso.datetime(),
  cli: z.strictObject({ version: z.string().max(100).nullable(), sha256: z.string().max(64).nullable() }),
  pin: z.string().max(100),
  /** With the number of its checks: a suite may have one. */
  suite: z.strictObject({ name: z.string().max(200), checks: z.int().min(0), verdict }),
  /** Ids of the checks that failed or could not be carried out. */
  failed: z.array(z.string().max(200)).max(500),
});

const signed = report.extend({
  /** Ed25519 over the canonical JSON of everything else, and the public key (SPKI, base64). */
  signature: z.strictObject({ public_key: z.string().max(200), value: z.string().max(200) }).optional(),
});

/** What a machine says of its CLI after a run of the suite. */
export type MachineReport = z.output<typeof report>;

/** A report that was read: by which key it is signed, and the digest of what was read. */
export type ReadReport = MachineReport & { signedBy: string | undefined; sha256: string };

/**
 * The file of a report.
 *
 * @param key a private Ed25519 key (PEM), to sign it with
 * @throws UsageError for a key that is none
 */
export function renderMachineReport(value: MachineReport, key: string | undefined): string {
  const signature = key === undefined ? undefined : signReport(value, key);
  return `${JSON.stringify({ ...value, ...(signature ? { signature } : {}) }, null, 1)}\n`;
}

function signReport(value: MachineReport, pem: string): { public_key: string; value: string } {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
    return {
      public_key: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
      value: sign(null, Buffer.from(canonicalJson(value)), key).toString('base64'),
    };
  } catch (cause) {
    throw new UsageError(
      `the key cannot sign: ${cleanLine((cause as Error).message)}`,
      'Make one: openssl genpkey -algorithm ed25519 -out machine.key',
    );
  }
}

/**
 * Reads a report, and verifies its signature where it has one.
 *
 * @throws UsageError naming the file and the field, also for a signature that is not of this report
 */
export function parseMachineReport(text: string, file: string): ReadReport {
  const shown = cleanLine(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${shown}: not JSON: ${cleanLine((cause as Error).message)}`);
  }
  const found = signed.safeParse(value);
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new UsageError(
      `${shown}: ${issue?.path.join('.') || 'the document'}: ${cleanLine(issue?.message ?? 'no report of a machine')}`,
      'Make a report on the machine: codex-cockpit check --report FILE',
    );
  }
  const { signature, ...rest } = found.data;
  if (signature && !isSigned(rest, signature))
    throw new UsageError(
      `${shown}: signature: it is not of this report`,
      'The file was changed after it was signed.',
    );
  return {
    ...rest,
    machine: cleanLine(rest.machine),
    suite: { ...rest.suite, name: cleanLine(rest.suite.name) },
    failed: rest.failed.map(cleanLine),
    signedBy: signature && fingerprint(signature.public_key),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

function isSigned(
  value: MachineReport,
  { public_key, value: bytes }: { public_key: string; value: string },
): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(public_key, 'base64'), type: 'spki', format: 'der' });
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(canonicalJson(value)), key, Buffer.from(bytes, 'base64'))
    );
  } catch {
    return false;
  }
}

/** How a key is shown: the first half of its SHA-256. */
const fingerprint = (publicKey: string) =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
