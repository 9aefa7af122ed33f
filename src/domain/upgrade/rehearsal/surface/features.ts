import type { Features } from '../../baseline/baseline.ts';
import type { Fact } from '../observation.ts';

/** A feature that a configuration file of the team's sets. */
export type SetFeature = {
  name: string;
  value: boolean;
  /** `dev.config.toml` */
  file: string;
  line: number;
};

/** What the facts call the configuration of CODEX_HOME alone, without a profile. */
const main = 'config.toml';

/**
 * Facts of features: what each one is in an empty home, which ones are on in the sessions of the team, and what becomes
 * of each of their settings. What is on concerns the team without a setting.
 *
 * @param inEffect as the CLI lists them under the configuration of the team; undefined when it refuses that
 */
export function featureFacts(
  defaults: Features,
  { inEffect, set }: { inEffect: Features | undefined; set: readonly (SetFeature & { listed: Features })[] },
): readonly Fact[] {
  const concerned = new Set(set.map(({ name }) => name));
  return [
    ...alive(defaults).map(
      ([name, { stage, enabled }]): Fact => ({
        key: name,
        value: `${stage}, ${enabled ? 'on' : 'off'} by default`,
        subjects: subjectsOf(name),
        ...(concerned.has(name) ? { ofTeam: true } : {}),
        ...(isPlain(name)
          ? { witness: { lines: [`"$CODEX" features list | grep -E '^${name} +${stage} +${enabled} *$'`] } }
          : {}),
      }),
    ),
    ...alive(inEffect ?? {})
      .filter(([, { enabled }]) => enabled)
      .map(
        ([name]): Fact => ({
          key: `${name} in effect`,
          value: 'on',
          where: main,
          partOf: name,
          subjects: subjectsOf(name),
          ofTeam: true,
        }),
      ),
    ...set.map(settingFact),
  ];
}

function settingFact({ name, value, file, line, listed }: SetFeature & { listed: Features }): Fact {
  const setting = `features.${name}`;
  const found = listed[name];
  return {
    key: `${name} = ${value} in ${file}`,
    value: effectOf(found, value),
    subjects: [...subjectsOf(name), { kind: 'setting', name: `${setting}=${value}` }],
    ofTeam: true,
    ...(isPlain(name)
      ? {
          witness: {
            files: { '$CODEX_HOME/config.toml': `[features]\n${name} = ${value}\n` },
            lines: [
              found
                ? `"$CODEX" features list | grep -E '^${name} +${found.stage} +${found.enabled} *$'`
                : `! "$CODEX" features list | grep -E '^${name} '`,
            ],
          },
        }
      : {}),
    raw: `${file}:${line}: ${name} = ${value}`,
  };
}

function effectOf(found: Features[string] | undefined, value: boolean): string {
  const state = value ? 'on' : 'off';
  if (!found) return 'ignored: there is no such feature';
  if (found.stage === 'removed') return 'ignored: the feature was removed';
  return found.enabled === value ? `obeyed: ${state}` : `not obeyed: it is ${value ? 'off' : 'on'}`;
}

const subjectsOf = (name: string) =>
  [
    { kind: 'feature', name },
    { kind: 'setting', name: `features.${name}` },
  ] as const;

/** Rows of removed features are leftovers (docs/codex-facts.md, "Features list"). */
const alive = (features: Features) => Object.entries(features).filter(([, { stage }]) => stage !== 'removed');

/** A name that means nothing to a shell and to grep: a key of TOML can be any text. */
const isPlain = (name: string) => /^[\w-]+$/.test(name);
