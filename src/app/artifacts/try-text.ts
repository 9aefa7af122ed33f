import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { askPolicyVerdict } from '../../codex/config/policy-verdict.ts';
import { findRulesFault } from '../../codex/config/rules.ts';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { RefusedError, WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { type PolicyFileKind, policyFileKind } from '../../domain/policy/policy-report.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { matrixFaults } from '../../domain/sandbox/matrix/matrix.ts';
import { readProfileSource } from '../../domain/sandbox/profiles/profile-source.ts';
import { profilesNamed } from '../../domain/sandbox/trials/plan-trials.ts';
import { validateSandbox } from '../sandbox/validate-sandbox.ts';
import { identifyCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** How a text is tried: who stops it, and who hears what was tried. */
export type TextTrial = { signal?: AbortSignal | undefined; tell?: ((message: string) => void) | undefined };

const mostNamed = 10;

/**
 * Refuses a text with policy that the CLI would not take as it is written: permission profiles, requirements or
 * rules. It is linted, the CLI judges it, and profiles are tried. Where there is no CLI, or no sandbox starts,
 * the lint alone decides, and `tell` is told why. Any other text passes.
 *
 * @throws RefusedError naming each fault with its place
 */
export async function requireSoundPolicy(
  world: World,
  { artifact, revision, declaration }: Revision,
  text: string,
  { signal = new AbortController().signal, tell }: TextTrial,
): Promise<void> {
  const { format, publish_to: path } = declaration;
  const kind = policyIn(format, path);
  if (kind === undefined) return;
  const refuseFor = (faults: readonly string[]) => {
    if (faults.length === 0) return;
    const more = faults.length > mostNamed ? [`  and ${faults.length - mostNamed} more`] : [];
    throw new RefusedError(
      [
        `revision ${revision} of ${artifact} does not do what it says:`,
        ...faults.slice(0, mostNamed).map((fault) => `  ${cleanLine(fault)}`),
        ...more,
      ].join('\n'),
      `Fix the text: codex-cockpit artifact edit ${artifact}`,
    );
  };
  const { codex, version } = await identifyCli(world, { signal });
  if (kind !== 'rules') refuseFor(lintFaults(text, { artifact, kind, version: version ?? DEFAULT_PIN }));
  if (version === undefined) {
    tell?.(`${artifact} was not tried: no codex was found on this machine\n`);
    return;
  }
  refuseFor(await askCli(world, { codex, kind, artifact, text, signal }));
  if (kind !== 'config') return;
  try {
    const config = { file: artifact, text };
    const profiles = profilesNamed(readProfileSource({ config, requirements: undefined }));
    if (profiles.length === 0) return;
    const matrix = await validateSandbox(world, { profiles, config, outbound: 'none', signal });
    refuseFor(matrixFaults(matrix));
    tell?.(`${artifact} was tried on codex-cli ${matrix.version}: ${profiles.map(cleanLine).join(', ')}\n`);
  } catch (cause) {
    if (!(cause instanceof WorkError)) throw cause;
    tell?.(`${artifact} was not tried: ${cause.message}\n`);
  }
}

function policyIn(format: string, path: string): PolicyFileKind | 'rules' | undefined {
  if (format === 'rules') return 'rules';
  if (format !== 'toml') return undefined;
  return /^(.+\.)?(config|requirements|managed_config)\.toml$/.test(basename(path))
    ? policyFileKind(path)
    : undefined;
}

function lintFaults(
  text: string,
  { artifact, kind, version }: { artifact: string; kind: PolicyFileKind; version: string },
): readonly string[] {
  return lintPolicy({ text, file: artifact }, { kind, version })
    .filter(({ effect }) => effect === 'refused' || effect === 'ignored')
    .map(
      ({ place, field, message }) => `${formatPlace(place)}: ${field === '' ? '' : `${field}: `}${message}`,
    );
}

async function askCli(
  { environment }: World,
  {
    codex,
    kind,
    artifact,
    text,
    signal,
  }: {
    codex: string;
    kind: PolicyFileKind | 'rules';
    artifact: string;
    text: string;
    signal: AbortSignal;
  },
): Promise<readonly string[]> {
  return withPrivateCli({ codex, environment, signal }, async (cli) => {
    if (kind === 'rules') {
      const file = join(cli.work, 'artifact.rules');
      await writeFile(file, text, { mode: 0o600 });
      const fault = await findRulesFault((args) => cli.run([codex, ...args]), file);
      return fault === undefined ? [] : [fault.replaceAll(file, artifact)];
    }
    const verdict = await askPolicyVerdict(cli, { text, file: artifact, kind, platform: process.platform });
    if (verdict.type !== 'refused') return [];
    const place = verdict.place ? `${formatPlace(verdict.place)}: ` : '';
    return [`the CLI refuses it: ${place}${verdict.message}`];
  });
}
