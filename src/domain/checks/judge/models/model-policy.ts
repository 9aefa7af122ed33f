import type { RecordedEvidence } from '../../../base/evidence.ts';
import { judgeCloudAttestation } from '../../../policy/models/cloud-attestation.ts';
import type { ConfiguredModel } from '../../../policy/models/model-policy.ts';
import {
  allowedModels,
  everyAllowedModel,
  isOnlyOfOwnProvider,
  type ModelPolicy,
} from '../../../policy/models/model-policy.ts';
import type { Models } from '../../../upgrade/baseline/baseline.ts';
import { fail, type Judgement, manual, pass, skip } from '../../judgement.ts';

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
  if (actual !== '') return fail({ summary: 'the local model policy does not hold', expected, actual });
  const names = configured.map(({ slug }) => slug).join(', ') || 'no model is configured';
  return pass(`local policy holds: ${names}`);
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
      return pass(`apart from the local policy; ${text}`);
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
