import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../audit/entry.ts';
import type { Protocol } from './baseline.ts';

const methodSet = z.looseObject({
  oneOf: z.array(
    z.looseObject({
      properties: z.looseObject({
        method: z.looseObject({ enum: z.array(z.string()) }),
        params: z.looseObject({ $ref: z.string().optional() }).optional(),
      }),
    }),
  ),
  definitions: z.record(z.string(), z.looseObject({ required: z.array(z.string()).optional() })).default({}),
});

/** The generated schema files that make up the protocol. */
export const PROTOCOL_FILES = ['ClientRequest', 'ServerNotification', 'ServerRequest'] as const;

/**
 * Reads what `codex app-server generate-json-schema` wrote. The bytes differ from run to run in the
 * order of keys, so the digest is of the canonical form (facts/codex-upgrade-checks.md §4).
 *
 * @param files content of each of PROTOCOL_FILES, parsed as JSON
 */
export function parseProtocol(files: Record<(typeof PROTOCOL_FILES)[number], unknown>): Protocol {
  const requests = methodSet.parse(files.ClientRequest);
  const required = requests.oneOf.map(({ properties: { method, params } }) => {
    const name = params?.$ref?.replace('#/definitions/', '');
    return [
      method.enum[0] ?? '',
      [...((name && requests.definitions[name]?.required) || [])].sort(),
    ] as const;
  });
  return {
    digest: createHash('sha256').update(canonicalJson(files)).digest('hex'),
    requests: Object.fromEntries([...required].sort(([a], [b]) => (a < b ? -1 : 1))),
    notifications: methodNames(files.ServerNotification),
    serverRequests: methodNames(files.ServerRequest),
  };
}

function methodNames(file: unknown): string[] {
  return methodSet
    .parse(file)
    .oneOf.map(({ properties }) => properties.method.enum[0] ?? '')
    .sort();
}
