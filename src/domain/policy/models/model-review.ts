import type { RecordedEvidence } from '../../base/evidence.ts';
import type { Models } from '../../upgrade/baseline/baseline.ts';
import {
  allowedModels,
  type CloudStanding,
  type ConfiguredModel,
  everyAllowedModel,
  isOnlyOfOwnProvider,
  type ModelPolicy,
} from './model-policy.ts';

/** What one CLI version offers. */
export type Catalog = { cli: string; models: Models };

/** The state of a slug in a catalog; `successor` is what the CLI advises to move to. */
type Standing = {
  cli: string;
  state: 'listed' | 'hidden' | 'gone' | 'own provider';
  successor: string | null;
};

/** A slug that the policy allows, or that is configured, in every catalog that was asked. */
export type ReviewedModel = {
  slug: string;
  standings: readonly Standing[];
  /** Profiles that it is allowed in; `undefined` stands for everything that is not a profile of its own. */
  allowedIn: readonly (string | undefined)[];
  configured: readonly (ConfiguredModel & { allowed: boolean })[];
};

export type ModelReview = {
  models: readonly ReviewedModel[];
  verdict: 'pass' | 'warn' | 'fail';
  problems: readonly ModelProblem[];
};

type ModelProblem = { verdict: 'warn' | 'fail'; text: string };

/**
 * Compares the local model policy with what is configured and with what versions of the CLI offer: the
 * CLI itself validates no slug (docs/codex-facts.md, "Model catalog").
 */
export function reviewModels(
  policy: ModelPolicy,
  { configured, catalogs }: { configured: readonly ConfiguredModel[]; catalogs: readonly Catalog[] },
): ModelReview {
  const slugs = [...new Set([...everyAllowedModel(policy), ...configured.map(({ slug }) => slug)])];
  const profiles = [undefined, ...Object.keys(policy.local.profiles ?? {})];
  const models = slugs.map(
    (slug): ReviewedModel => ({
      slug,
      standings: catalogs.map((catalog) => standingOf(slug, catalog, isOnlyOfOwnProvider(slug, configured))),
      allowedIn: profiles.filter((profile) => allowedModels(policy, profile).includes(slug)),
      configured: configured
        .filter((one) => one.slug === slug)
        .map((one) => ({ ...one, allowed: allowedModels(policy, one.profile).includes(slug) })),
    }),
  );
  const problems = models.flatMap(problemsOf);
  const verdict = problems.some((one) => one.verdict === 'fail')
    ? 'fail'
    : problems.length > 0
      ? 'warn'
      : 'pass';
  return { models, problems, verdict };
}

function standingOf(slug: string, { cli, models }: Catalog, isOwn: boolean): Standing {
  const found = models.find((model) => model.slug === slug);
  if (!found) return { cli, state: isOwn ? 'own provider' : 'gone', successor: null };
  return { cli, state: found.visibility === 'list' ? 'listed' : 'hidden', successor: found.upgrade };
}

function problemsOf({ slug, standings, configured }: ReviewedModel): readonly ModelProblem[] {
  const forbidden = configured.filter(({ allowed }) => !allowed);
  return [
    ...forbidden.map(
      ({ where }): ModelProblem => ({ verdict: 'fail', text: `${slug} in ${where} is not allowed` }),
    ),
    ...standings.flatMap((standing) => problemOf(slug, standing) ?? []),
  ];
}

function problemOf(slug: string, { cli, state, successor }: Standing): ModelProblem | undefined {
  if (state === 'gone') return { verdict: 'fail', text: `${cli} does not have ${slug}` };
  if (state === 'hidden') return { verdict: 'fail', text: `${cli} does not list ${slug}` };
  return successor === null
    ? undefined
    : { verdict: 'warn', text: `${cli} moves ${slug} on to ${successor}` };
}

/** Local and cloud, each by what is known of it. */
export type ModelPolicyReport = {
  file: string;
  local: ModelReview;
  /** Versions whose catalogs were asked, the pin first. */
  catalogs: readonly string[];
  cloud: {
    stated: ModelPolicy['cloud'];
    /** The newest attestation in the history. */
    attested: RecordedEvidence | undefined;
    standing: CloudStanding;
  };
};
