import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Features, HelpPage, Models, Protocol } from './baseline.ts';
import { readHelpPage } from './help-page.ts';

const line = /^(\S+)\s{2,}(.+?)\s{2,}(true|false)\s*$/;

/**
 * Reads `codex features list`: name, stage and effective state in fixed-width columns without a
 * heading (docs/codex-facts.md, "Features list"). Undefined when a line is no such row.
 */
export function parseFeatures(stdout: string): Features | undefined {
  const rows = stdout.split('\n').filter((text) => text.trim() !== '');
  if (rows.length === 0) return undefined;
  const features: Features = {};
  for (const row of rows) {
    const match = line.exec(row);
    if (!match) return undefined;
    const [, name = '', stage = '', enabled] = match;
    features[name] = { stage, enabled: enabled === 'true' };
  }
  return features;
}

/** Reads the names of commands and long options from a help page. */
export function parseHelp(stdout: string): HelpPage {
  const { commands, options } = readHelpPage(stdout);
  return {
    commands: commands.map(({ name }) => name).sort(),
    options: [...new Set(options.map(({ name }) => name))].sort(),
  };
}

const catalog = z.looseObject({
  models: z.array(
    z.looseObject({
      slug: z.string(),
      visibility: z.string(),
      upgrade: z.union([z.null(), z.string(), z.looseObject({ model: z.string() })]).optional(),
    }),
  ),
});

/** Reads `codex debug models --bundled`; undefined when it is no model catalog. */
export function parseModels(stdout: string): Models | undefined {
  try {
    const { models } = catalog.parse(JSON.parse(stdout));
    return models.map(({ slug, visibility, upgrade }) => ({
      slug,
      visibility,
      upgrade: typeof upgrade === 'object' && upgrade !== null ? upgrade.model : (upgrade ?? null),
    }));
  } catch {
    return undefined;
  }
}

const choice = z.looseObject({ enum: z.array(z.unknown()).optional() });

const properties = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });

const message = properties.extend({
  oneOf: z.array(properties).optional(),
  anyOf: z.array(properties).optional(),
  allOf: z.array(properties).optional(),
});

const messages = z.looseObject({ definitions: z.record(z.string(), z.unknown()).default({}) });

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

/** The generated file that has every type, answers included. */
export const ALL_TYPES = 'codex_app_server_protocol.v2.schemas';

/**
 * Reads what `codex app-server generate-json-schema` wrote. The bytes differ from run to run in the
 * order of keys, so the digest is of the canonical form (docs/codex-facts.md, "Protocol schema").
 *
 * @param files content of each of PROTOCOL_FILES, parsed as JSON
 * @param all content of ALL_TYPES, with the types of answers too; undefined where a version does not write it
 */
export function parseProtocol(
  files: Record<(typeof PROTOCOL_FILES)[number], unknown>,
  all?: unknown,
): Protocol {
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
    fields: fieldsOf([...Object.values(files), all ?? {}]),
  };
}

/** The fields of each type that has some, whichever form of it they are in. */
function fieldsOf(files: readonly unknown[]): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const file of files) {
    for (const [name, type] of Object.entries(messages.parse(file).definitions)) {
      // A type may be `true`: it takes anything.
      const { data } = message.safeParse(type);
      const forms = data ? [data, ...(data.oneOf ?? []), ...(data.anyOf ?? []), ...(data.allOf ?? [])] : [];
      const names = forms.flatMap((form) => Object.keys(form.properties ?? {}));
      if (names.length > 0) found.set(name, new Set([...(found.get(name) ?? []), ...names]));
    }
  }
  return Object.fromEntries(
    [...found]
      .map(([name, names]) => [name, [...names].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
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
