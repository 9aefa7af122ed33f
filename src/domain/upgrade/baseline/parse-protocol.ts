import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Protocol } from './baseline.ts';

const choice = z.looseObject({ enum: z.array(z.unknown()).optional() });

const definition = choice.extend({
  required: z.array(z.string()).optional(),
  oneOf: z.array(choice).optional(),
  anyOf: z.array(choice).optional(),
});

const methodSet = z.looseObject({
  oneOf: z.array(
    z.looseObject({
      properties: z.looseObject({
        method: z.looseObject({ enum: z.array(z.string()) }),
        params: z.looseObject({ $ref: z.string().optional() }).optional(),
      }),
    }),
  ),
  definitions: z.record(z.string(), definition).default({}),
});

/** The generated schema files that make up the protocol. */
export const PROTOCOL_FILES = ['ClientRequest', 'ServerNotification', 'ServerRequest'] as const;

/**
 * Reads what `codex app-server generate-json-schema` wrote. The bytes differ from run to run in the
 * order of keys, so the digest is of the canonical form (docs/codex-facts.md, "Protocol schema").
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
    values: valuesOf(requests.definitions),
  };
}

/** The types of parameters that take some texts only, alone or beside other forms. */
function valuesOf(definitions: Record<string, z.output<typeof definition>>): Record<string, string[]> {
  const types = Object.entries(definitions).flatMap(([name, type]) => {
    const values = [type, ...(type.oneOf ?? []), ...(type.anyOf ?? [])]
      .flatMap((form) => form.enum ?? [])
      .filter((value) => typeof value === 'string');
    return values.length === 0 ? [] : [[name, values.sort()] as const];
  });
  return Object.fromEntries(types.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function methodNames(file: unknown): string[] {
  return methodSet
    .parse(file)
    .oneOf.map(({ properties }) => properties.method.enum[0] ?? '')
    .sort();
}
