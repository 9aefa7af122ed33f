import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { askPolicyVerdict } from '../../codex/config/policy-verdict.ts';
import { findRulesFault } from '../../codex/config/rules.ts';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import type { ArtifactDeclaration } from '../../domain/artifacts/artifact-kind.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { RefusedError, WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { type PolicyFileKind, policyOf } from '../../domain/policy/policy-report.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { matrixFaults, type ProbeMatrix } from '../../domain/sandbox/matrix/matrix.ts';
import { readProfileSource } from '../../domain/sandbox/profiles/profile-source.ts';
import { profilesNamed } from '../../domain/sandbox/trials/plan-trials.ts';
import { validateSandbox } from '../sandbox/validate-sandbox.ts';
import { identifyCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** How a text is tried: with which CLI, who stops it, and who hears what was tried. */
export type TextTrial = {
  codex?: string | undefined;
  signal?: AbortSignal | undefined;
  tell?: ((message: string) => void) | undefined;
};

/** What came of trying a text with policy. */
export type TriedText = {
  artifact: string;
  /** What keeps it from its reviewers, each with its place. */
  faults: readonly string[];
  /** What it does in another way than it says, or may do. */
  remarks: readonly string[];
  /** The CLI that judged it; undefined when the lint alone did. */
  version: string | undefined;
  /** What commands can do under its profiles. */
  matrix: ProbeMatrix | undefined;
  /** Why no more was tried. */
  untried: string | undefined;
};

const mostNamed = 10;

/**
 * Refuses a text with policy that the CLI would not take as it is written, as `tryText` finds it. Where there is no
 * CLI, or no sandbox starts, the lint alone decides, and `tell` is told why. Any other text passes.
 *
 * @throws RefusedError naming each fault with its place
 */
export async function requireSoundPolicy(
  world: World,
  { artifact, revision, declaration }: Revision,
  text: string,
  trial: TextTrial,
): Promise<void> {
  const tried = await tryText(world, { artifact, declaration, text }, trial);
  if (!tried) return;
  const { faults, untried, version, matrix } = tried;
  if (faults.length > 0) {
    const more = faults.length > mostNamed ? [`  and ${faults.length - mostNamed} more`] : [];
    throw new RefusedError(
      [
        `revision ${revision} of ${artifact} does not do what it says:`,
        ...faults.slice(0, mostNamed).map((fault) => `  ${cleanLine(fault)}`),
        ...more,
      ].join('\n'),
      `Fix the text: codex-cockpit artifact edit ${artifact}`,
    );
  }
  if (untried !== undefined) trial.tell?.(`${artifact} was not tried: ${untried}\n`);
  else if (matrix) {
    const profiles = [...new Set(matrix.trials.map(({ profile }) => cleanLine(profile)))].join(', ');
    trial.tell?.(`${artifact} was tried on codex-cli ${version}: ${profiles}\n`);
  }
}

/**
 * Tries a text with policy: permission profiles, requirements or rules. It is linted, the CLI judges it, and profiles
 * are tried. The first of these with a fault is the last. Undefined for a text that the CLI does not read.
 */
export async function tryText(
  world: World,
  { artifact, declaration, text }: { artifact: string; declaration: ArtifactDeclaration; text: string },
  { codex: named, signal = new AbortController().signal }: TextTrial,
): Promise<TriedText | undefined> {
  const kind = policyOf(declaration);
  if (kind === undefined) return undefined;
  const { codex, version } = await identifyCli(world, { codex: named, signal });
  const lint =
    kind === 'rules'
      ? { faults: [], remarks: [] }
      : lintText(text, { artifact, kind, version: version ?? DEFAULT_PIN });
  const tried = { artifact, ...lint, version, matrix: undefined, untried: undefined };
  if (lint.faults.length > 0) return tried;
  if (version === undefined) return { ...tried, untried: 'no codex was found on this machine' };
  const refused = await askCli(world, { codex, kind, artifact, text, signal });
  if (refused.length > 0) return { ...tried, faults: refused };
  if (kind !== 'config') return tried;
  try {
    const config = { file: artifact, text };
    const profiles = profilesNamed(readProfileSource({ config, requirements: undefined }));
    if (profiles.length === 0) return tried;
    const matrix = await validateSandbox(world, { profiles, config, codex: named, outbound: 'none', signal });
    return { ...tried, faults: matrixFaults(matrix), matrix };
  } catch (cause) {
    if (!(cause instanceof WorkError)) throw cause;
    return { ...tried, untried: cause.message };
  }
}

function lintText(
  text: string,
  { artifact, kind, version }: { artifact: string; kind: PolicyFileKind; version: string },
): Pick<TriedText, 'faults' | 'remarks'> {
  const found = lintPolicy({ text, file: artifact }, { kind, version }).map((one) => ({
    isFault: one.effect === 'refused' || one.effect === 'ignored',
    line: `${formatPlace(one.place)}: ${one.field === '' ? '' : `${one.field}: `}${one.message}`,
  }));
  return {
    faults: found.filter(({ isFault }) => isFault).map(({ line }) => line),
    remarks: found.filter(({ isFault }) => !isFault).map(({ line }) => line),
  };
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
