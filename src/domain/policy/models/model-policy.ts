import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import type { RecordedEvidence } from '../../base/evidence.ts';

/** A model that the team's configuration names, and where; `profile` when that is a profile file. */
export type ConfiguredModel = {
  slug: string;
  where: string;
  profile?: string | undefined;
  /** The provider that it is asked of; undefined is the default one. */
  provider?: string | undefined;
};

/** The form of a model policy: what may be used locally, and, as a policy of its own, in the cloud. */
export const modelPolicySchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  local: z
    .strictObject({
      allowed: z.array(z.string().min(1)).min(1).describe('slugs that may be configured locally'),
      profiles: z
        .record(z.string(), z.array(z.string().min(1)).min(1))
        .optional()
        .describe('slugs of a profile <name>.config.toml, in place of the others'),
    })
    .describe('CLI, desktop app and IDE'),
  cloud: z
    .strictObject({
      statement: z.string().trim().min(1).describe('what the organisation has decided for Codex Cloud tasks'),
      confirmed_by: z.string().trim().min(1).describe('who looked at the workspace settings'),
      confirmed_on: z.iso.date().describe('when, as YYYY-MM-DD'),
    })
    .optional()
    .describe('Codex Cloud tasks; never derived from local settings'),
  scripts: z
    .array(z.string().min(1))
    .default([])
    .describe('scripts to search for a model passed to codex cloud'),
});

export type ModelPolicy = z.output<typeof modelPolicySchema>;

/** @throws UsageError naming file, line and field of what is wrong */
export function parseModelPolicy(text: string, file: string): ModelPolicy {
  return parseLocatedYaml({ text, file }, modelPolicySchema).value;
}

/** What may be configured in a profile; in config.toml itself and in other layers when none is named. */
export function allowedModels({ local }: ModelPolicy, profile: string | undefined): readonly string[] {
  const own = profile === undefined ? undefined : local.profiles;
  return own && profile !== undefined && Object.hasOwn(own, profile) ? (own[profile] ?? []) : local.allowed;
}

/** Every slug that the policy allows somewhere. */
export function everyAllowedModel({ local }: ModelPolicy): readonly string[] {
  return [...new Set([...local.allowed, ...Object.values(local.profiles ?? {}).flat()])];
}

/** True for a model whose provider has models of its own, of which the CLI has no list. */
export function isOfOwnProvider({ provider }: ConfiguredModel): boolean {
  return provider !== undefined && provider !== 'openai';
}

/** True for a slug that is configured, and with providers of the team's own only: no catalog of the CLI can list it. */
export function isOnlyOfOwnProvider(slug: string, configured: readonly ConfiguredModel[]): boolean {
  const uses = configured.filter((one) => one.slug === slug);
  return uses.length > 0 && uses.every(isOfOwnProvider);
}

/** Whether a person answers for the models of cloud tasks today. */
export type CloudStanding = { verdict: 'pass' | 'manual' | 'fail'; text: string };

/**
 * Judges the cloud side. A line in the policy file is anybody's, so that only an attestation in the history
 * counts, of a person with a role, and only for a time.
 */
export function judgeCloudAttestation(
  { stated, attested }: { stated: ModelPolicy['cloud']; attested: RecordedEvidence | undefined },
  now: Date,
): CloudStanding {
  const today = now.toISOString().slice(0, 10);
  if (stated && stated.confirmed_on > today)
    return { verdict: 'fail', text: `confirmed_on ${stated.confirmed_on} is in the future` };
  if (!attested || attested.has_role === 0) {
    const line = stated
      ? ` (the policy names ${stated.confirmed_by} on ${stated.confirmed_on}, which is no attestation)`
      : '';
    return { verdict: 'manual', text: `no person with a role has attested the models of cloud tasks${line}` };
  }
  const until = attested.good_until.slice(0, 10);
  return until <= today
    ? { verdict: 'manual', text: `the attestation of ${attested.actor} expired on ${until}` }
    : { verdict: 'pass', text: `attested by ${attested.actor}, until ${until}` };
}
