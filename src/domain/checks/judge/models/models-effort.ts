import * as z from 'zod';
import { fail, type Judgement, pass } from '../../judgement.ts';

const catalog = z.looseObject({
  models: z.array(
    z.looseObject({
      slug: z.string(),
      supported_reasoning_levels: z.array(
        z.union([z.string(), z.looseObject({ effort: z.string() }).transform(({ effort }) => effort)]),
      ),
    }),
  ),
});

/** The reasoning efforts of each model. */
export type Efforts = ReadonlyMap<string, readonly string[]>;

/** An effort that a file configures, with the model that it is for; undefined is the default model. */
export type ConfiguredEffort = { effort: string; slug: string | undefined; where: string };

/** Reads the efforts out of `codex debug models --bundled`; undefined when it is no catalog. */
export function parseEfforts(stdout: string): Efforts | undefined {
  try {
    const { models } = catalog.parse(JSON.parse(stdout));
    return new Map(models.map((model) => [model.slug, model.supported_reasoning_levels]));
  } catch {
    return undefined;
  }
}

/** Fails when a model does not know the configured effort: even strict mode takes any word for one. */
export function judgeEfforts(efforts: Efforts, configured: readonly ConfiguredEffort[]): Judgement {
  if (configured.length === 0) return pass('no reasoning effort is configured');
  const anyModel = [...new Set([...efforts.values()].flat())];
  const wrong = configured.flatMap(({ effort, slug, where }) => {
    const known = (slug === undefined ? undefined : efforts.get(slug)) ?? anyModel;
    return known.includes(effort) ? [] : [{ effort, slug, where, known }];
  });
  if (wrong.length === 0) {
    return pass(`known: ${configured.map(({ effort, where }) => `${effort} in ${where}`).join(', ')}`);
  }
  return fail({
    summary: 'a reasoning effort is configured that its model does not know',
    expected: wrong.map(({ slug, known }) => `${slug ?? 'a model'}: ${known.join(', ')}`).join('; '),
    actual: wrong.map(({ effort, where }) => `${effort} in ${where}`).join('; '),
  });
}
