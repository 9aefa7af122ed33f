import * as z from 'zod';
import { cleanLine } from '../../base/text/clean.ts';

const distShape = z.looseObject({ integrity: z.string(), unpackedSize: z.number().optional() });

const packageShape = z.looseObject({
  dist: distShape,
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

/** What the registry records of one package. */
export type PackageRecord = {
  /** Subresource Integrity, such as `sha512-…`. */
  integrity: string;
  /** Bytes on disk, where the registry tells them. */
  size: number | undefined;
  optionalDependencies: Readonly<Record<string, string>>;
};

/** Reads `npm view PACKAGE name dist optionalDependencies --json`; undefined when it is not an answer of that form. The name is
 * asked for since npm prints a single field without its key. */
export function parsePackageRecord(stdout: string): PackageRecord | undefined {
  const { data } = packageShape.safeParse(parseJson(stdout));
  if (!data) return undefined;
  const { dist, optionalDependencies = {} } = data;
  return { integrity: dist.integrity, size: dist.unpackedSize, optionalDependencies };
}

/** Why npm could not do its work, and what to do about it. */
export type NpmFault = { reason: string; next: string };

const faultShape = z.looseObject({
  error: z.looseObject({ code: z.string().nullish(), summary: z.string().nullish() }),
});

/** Error codes of npm and of the system below it, with what they mean for an install. */
const meanings: readonly { codes: readonly string[]; next: string }[] = [
  {
    codes: ['E404', 'ETARGET', 'ENOVERSIONS'],
    next: 'See which versions there are: npm view @openai/codex versions',
  },
  {
    codes: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
    ],
    next: 'Check the network, the proxy and the registry: npm config get registry',
  },
  { codes: ['E401', 'E403', 'ENEEDAUTH'], next: 'Log in to the registry: npm login' },
  { codes: ['ENOSPC', 'EDQUOT'], next: 'Make room on the disk, then install again.' },
  {
    codes: ['EINTEGRITY'],
    next: 'The download is not what the registry records. Do not use it; ask who runs the registry.',
  },
];

/**
 * Why npm failed, in one line, read from what `--json` prints to stdout.
 *
 * @param stderr is shown where npm did not get as far as JSON
 */
export function describeNpmFault({ stdout, stderr }: { stdout: string; stderr: string }): NpmFault {
  const { data } = faultShape.safeParse(parseJson(stdout));
  const code = data?.error.code ?? /\bcode (E[A-Z0-9]+)\b/.exec(stderr)?.[1];
  const told = data?.error.summary ?? stderr.split('\n').find((line) => /^npm (error|ERR!)/.test(line));
  const text = cleanLine(told ?? '').slice(0, 300);
  const reason = [code, text].filter((part) => part !== undefined && part !== '').join(': ');
  const next = meanings.find(({ codes }) => code !== undefined && codes.includes(code))?.next;
  return {
    reason: reason === '' ? 'npm gave no reason' : reason,
    next: next ?? 'Run npm by itself to see more: npm install @openai/codex@VERSION',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
