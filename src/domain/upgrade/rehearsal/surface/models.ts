import semver from 'semver';
import * as z from 'zod';
import type { Fact } from '../observation.ts';
import type { Subject } from '../subject.ts';

const catalog = z.looseObject({
  models: z.array(
    z.looseObject({
      slug: z.string(),
      visibility: z.string().default('list'),
      priority: z.number().optional(),
      upgrade: z.union([z.null(), z.string(), z.looseObject({ model: z.string() })]).optional(),
      default_reasoning_level: z.string().nullish(),
      supported_reasoning_levels: z.array(z.looseObject({ effort: z.string() })).default([]),
      context_window: z.number().nullish(),
      minimal_client_version: z.union([z.string(), z.array(z.number())]).nullish(),
    }),
  ),
});

/** A model of a catalog. */
export type CatalogModel = z.output<typeof catalog>['models'][number];

/** Reads a model catalog, that of the CLI or one that it keeps in CODEX_HOME; undefined when it is none. */
export function readCatalogModels(json: string): readonly CatalogModel[] | undefined {
  try {
    return catalog.parse(JSON.parse(json)).models;
  } catch {
    return undefined;
  }
}

/** A model that a file of the team's names, with the effort that the file sets. */
export type NamedModel = { slug: string; file: string; line: number; effort: string | undefined };

const listing = '"$CODEX" debug models --bundled';

/**
 * Facts of the catalog: the models with what they can do, the default one, and what it says of the models of the team.
 *
 * @param usesDefault the default model, or its effort, is what a session of the team gets
 */
export function catalogFacts(
  models: readonly CatalogModel[],
  { named, usesDefault }: { named: readonly NamedModel[]; usesDefault: { model: boolean; effort: boolean } },
): readonly Fact[] {
  const listed = models.filter(({ visibility }) => visibility === 'list');
  const [first] = [...listed].sort(
    (one, other) => (one.priority ?? Number.MAX_SAFE_INTEGER) - (other.priority ?? Number.MAX_SAFE_INTEGER),
  );
  return [
    ...models.flatMap(factsOfModel),
    ...(first
      ? [
          {
            key: 'default model',
            value: first.slug,
            ...(usesDefault.model ? { ofTeam: true as const } : {}),
          },
          {
            key: 'effort of the default model',
            value: first.default_reasoning_level ?? 'none',
            ...(usesDefault.model && usesDefault.effort ? { ofTeam: true as const } : {}),
          },
        ]
      : []),
    ...named.flatMap((one) => factsOfNamed(one, models)),
  ];
}

function factsOfModel({ slug, ...model }: CatalogModel): readonly Fact[] {
  const subjects = modelSubjects(slug);
  const successor = typeof model.upgrade === 'object' ? model.upgrade?.model : model.upgrade;
  const efforts = model.supported_reasoning_levels.map(({ effort }) => effort);
  const part = { partOf: slug, subjects };
  return [
    {
      key: slug,
      value: model.visibility === 'list' ? 'listed' : 'hidden',
      subjects,
      ...(isPlain(slug)
        ? { witness: { lines: [`${listing} | grep -o '"slug": *"${slug.replaceAll('.', '\\.')}"'`] } }
        : {}),
    },
    { key: `successor of ${slug}`, value: successor ?? 'none', ...part },
    { key: `efforts of ${slug}`, value: efforts.join(', '), ...part },
    { key: `default effort of ${slug}`, value: model.default_reasoning_level ?? 'none', ...part },
    { key: `context window of ${slug}`, value: String(model.context_window ?? 'not stated'), ...part },
  ];
}

function factsOfNamed(
  { slug, file, line, effort }: NamedModel,
  models: readonly CatalogModel[],
): readonly Fact[] {
  const model = models.find((one) => one.slug === slug);
  // What a catalog never had says nothing: it is a model of another provider.
  if (!model) return [];
  const team = { ofTeam: true as const, subjects: modelSubjects(slug), partOf: slug, raw: `${file}:${line}` };
  const efforts = model.supported_reasoning_levels.map((one) => one.effort);
  return [
    { key: `${slug} in ${file}`, value: model.visibility === 'list' ? 'listed' : 'hidden', ...team },
    ...(effort === undefined
      ? []
      : [
          {
            key: `effort ${effort} of ${slug} in ${file}`,
            value: efforts.includes(effort) ? 'supported' : 'not supported',
            ...team,
          },
        ]),
  ];
}

/**
 * The oldest client that the service answers a model to. The catalog of the CLI leaves this out; the one that it fetches
 * after a login has it (docs/codex-facts.md, "Minimal client version").
 */
const minimalClients: Readonly<Record<string, string>> = {
  'gpt-5.6-sol': '0.144.0',
  'gpt-5.6-terra': '0.144.0',
  'gpt-5.6-luna': '0.144.0',
  'gpt-6-astra': '0.153.0',
  'gpt-6.1-sol': '0.153.0',
  'gpt-6-sol': '0.155.0',
  'gpt-6-luna': '0.155.0',
};

/**
 * Facts of the models that the service refuses to an old client, whatever the CLI itself accepts: the pin has expired
 * for them.
 *
 * @param fetched the catalogs that the CLI fetched, or that the team gives it
 */
export function clientFacts(
  version: string,
  { fetched, named }: { fetched: readonly CatalogModel[]; named: readonly NamedModel[] },
): readonly Fact[] {
  const stated = fetched.flatMap(({ slug, minimal_client_version: minimal }) => {
    const text = Array.isArray(minimal) ? minimal.join('.') : minimal;
    return text && semver.valid(text) ? [[slug, text] as const] : [];
  });
  const all = new Map([...Object.entries(minimalClients), ...stated]);
  const ofTeam = new Set(named.map(({ slug }) => slug));
  return [...all].map(([slug, minimal]) => ({
    key: `${slug} for a client of this version`,
    value: semver.lt(version, minimal)
      ? `refused by the service: it wants ${minimal} or later`
      : `not refused: the service wants ${minimal} or later`,
    subjects: modelSubjects(slug),
    ...(ofTeam.has(slug) ? { ofTeam: true as const } : {}),
  }));
}

const modelSubjects = (slug: string): readonly Subject[] => [{ kind: 'model', name: slug }];

/** A slug that means nothing to a shell: that of a file can be any text. */
const isPlain = (slug: string) => /^[\w.-]+$/.test(slug);
