import * as z from 'zod';
import type { RecordedEvidence } from '../../base/evidence.ts';
import {
  allowedModels,
  type ConfiguredModel,
  everyAllowedModel,
  isOfOwnProvider,
  isOnlyOfOwnProvider,
  judgeCloudAttestation,
  type ModelPolicy,
} from '../../policy/models/model-policy.ts';
import type { Models } from '../../upgrade/baseline/baseline.ts';
import { fail, type Judgement, manual, pass, skip, warn } from '../judgement.ts';

/**
 * Fails when a model that the team has configured is no longer listed: the CLI does not validate
 * slugs and a session would only fail at its first turn. Warns when one has a successor, or when
 * none is configured, since the default moves with the version
 * (docs/codex-facts.md, "Model catalog").
 */
export function judgeCatalog(models: Models, named: readonly ConfiguredModel[], tested: string): Judgement {
  const configured = named.filter((model) => !isOfOwnProvider(model));
  const own = named.filter(isOfOwnProvider);
  const find = (slug: string) => models.find((model) => model.slug === slug);
  const listed = models.filter(({ visibility }) => visibility === 'list').map(({ slug }) => slug);
  const missing = configured.filter(({ slug }) => find(slug)?.visibility !== 'list');
  const expected = `listed by ${tested}: ${listed.join(', ')}`;
  if (missing.length > 0) {
    return fail({
      summary: `configured models are not listed: ${missing.map(({ slug }) => slug).join(', ')}`,
      expected,
      actual: missing.map(({ slug, where }) => `${slug} in ${where}`).join('; '),
      remedy: 'Choose a listed model, and agree on it before the pin moves.',
    });
  }
  const ofOwn = own.map(({ slug, provider }) => `${slug} of ${provider}`).join(', ');
  if (configured.length === 0 && own.length > 0)
    return pass(`only models of own providers, which have their own lists: ${ofOwn}`);
  if (configured.length === 0) {
    return warn({
      summary: 'no model is configured, so the default of each CLI version is used',
      expected: 'a model in config.toml',
      actual: 'none',
      remedy: 'Set model in config.toml, so that it does not move with the CLI.',
    });
  }
  const followed = configured.filter(({ slug }) => find(slug)?.upgrade != null);
  if (followed.length > 0) {
    return warn({
      summary: 'a configured model has a successor',
      expected: 'models without an upgrade hint',
      actual: followed.map(({ slug, where }) => `${slug} in ${where} -> ${find(slug)?.upgrade}`).join('; '),
      remedy: 'Plan the change to the successor.',
    });
  }
  const others = own.length === 0 ? '' : `; not judged, with lists of their own: ${ofOwn}`;
  return pass(`listed: ${configured.map(({ slug }) => slug).join(', ')}${others}`);
}

const effortCatalog = z.looseObject({
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
    const { models } = effortCatalog.parse(JSON.parse(stdout));
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

/** A script that is searched for models passed to cloud tasks. */
export type ScriptText = { file: string; text: string };

const noPolicy = (file: string) => skip(`there is no model policy: ${file} is not a file`);

/** Fails when a configured model is not on the team's list, or the list names a model that is not in the catalog. */
export function judgeLocalPolicy(
  policy: ModelPolicy | undefined,
  {
    file,
    configured,
    catalog,
  }: { file: string; configured: readonly ConfiguredModel[]; catalog: Models | undefined },
): Judgement {
  if (!policy) return noPolicy(file);
  const allowed = everyAllowedModel(policy);
  const forbidden = configured.filter(({ slug, profile }) => !allowedModels(policy, profile).includes(slug));
  const unlisted = catalog
    ? allowed.filter(
        (slug) =>
          !isOnlyOfOwnProvider(slug, configured) &&
          !catalog.some((one) => one.slug === slug && one.visibility === 'list'),
      )
    : [];
  const expected = `configured and listed models among ${allowed.join(', ')}`;
  const actual = [
    ...forbidden.map(({ slug, where }) => `${slug} in ${where} is not allowed`),
    ...unlisted.map((slug) => `${slug} is allowed but not in the catalog of this CLI`),
  ].join('; ');
  if (actual !== '') return fail({ summary: 'the local model policy is not met', expected, actual });
  const names = configured.map(({ slug }) => slug).join(', ') || 'no model is configured';
  return pass(`the local policy is met: ${names}`);
}

/**
 * Fails when the cloud policy is a local slug or a script passes a model to `codex cloud`, which has
 * no such option (docs/codex-facts.md, "Cloud models"). What the cloud really uses only a person
 * can see in the workspace settings, so the rest is attested.
 */
export function judgeCloudPolicy(
  policy: ModelPolicy | undefined,
  {
    file,
    scripts,
    catalog,
    attested,
    now,
  }: {
    file: string;
    scripts: readonly ScriptText[];
    catalog: Models | undefined;
    /** The newest attestation in the history. */
    attested: RecordedEvidence | undefined;
    now: Date;
  },
): Judgement {
  if (!policy) return noPolicy(file);
  const slugs = new Set([...everyAllowedModel(policy), ...(catalog ?? []).map(({ slug }) => slug)]);
  const statement = policy.cloud?.statement ?? '';
  // A slug has dots of its own, so only those that end a sentence are taken off.
  const words = statement.split(/[\s,;"'`()]+/).map((word) => word.replace(/[.:!?]+$/, ''));
  const local = [...slugs].filter((slug) => words.includes(slug));
  const passed = scripts.flatMap(({ file: script, text }) =>
    cloudModelLines(text).map((line) => `${script}:${line}`),
  );
  const actual = [
    ...local.map((slug) => `the cloud policy names the local slug ${slug}`),
    ...passed.map((place) => `a model is passed to codex cloud at ${place}`),
  ].join('; ');
  const expected = 'a cloud policy of its own, and no model passed to codex cloud';
  if (actual !== '') return fail({ summary: 'local and cloud model policy are mixed', expected, actual });
  const { verdict, text } = judgeCloudAttestation({ stated: policy.cloud, attested }, now);
  switch (verdict) {
    case 'pass':
      return pass(`separate from the local policy; ${text}`);
    case 'manual':
      return manual({
        summary: text,
        remedy: 'Look at the workspace settings, then record it: codex-cockpit policy models attest.',
      });
    case 'fail':
      return fail({
        summary: `${file}: ${text}`,
        expected: 'the day on which a person looked',
        actual: text,
      });
  }
}

/** Numbers of the lines that pass a model to `codex cloud`, 1-based. Continued lines count as one. */
function cloudModelLines(text: string): number[] {
  const lines = text.split('\n');
  return lines.flatMap((_, index) => {
    if (lines[index - 1]?.trimEnd().endsWith('\\')) return [];
    let command = '';
    for (let at = index; at < lines.length; at++) {
      const line = lines[at]?.trimEnd() ?? '';
      command += ` ${line.replace(/\\$/, '')}`;
      if (!line.endsWith('\\')) break;
    }
    const callsCloud = /(^|[\s;&|(])codex\s(?:.*\s)?cloud(\s|$)/.test(command) && !/^\s*#/.test(command);
    return callsCloud && /\s(-m|--model|(-c|--config)[\s=]+["']?model=)/.test(command) ? [index + 1] : [];
  });
}
