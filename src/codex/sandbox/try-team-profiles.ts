import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ignoredForProfiles } from '../../domain/policy/lint-policy.ts';
import type { ProbeMatrix, TrialMode } from '../../domain/sandbox/matrix/matrix.ts';
import { LEGACY } from '../../domain/sandbox/profiles/legacy-settings.ts';
import { readTeamProfiles } from '../../domain/sandbox/profiles/profile-source.ts';
import { parseOutbound } from '../../domain/sandbox/trials/outbound.ts';
import { chooseProfiles, everyTrial, planTrials } from '../../domain/sandbox/trials/plan-trials.ts';
import {
  parseStatedExpectations,
  sandboxExpectations,
} from '../../domain/sandbox/trials/stated-expectations.ts';
import type { ProbeContext } from '../checks/probe.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';
import { managedFolder } from '../config/managed-folder.ts';
import { tryMatrix } from './try-matrix.ts';

/** Which of the team's profiles are tried, in which modes. */
type TeamTrials = { profiles: readonly string[]; modes: readonly TrialMode[]; outbound: string };

/**
 * Tries the profiles of the team's CODEX_HOME, of the project and of the requirements of the machine, for a check. What is
 * expected in `checks/sandbox.yaml` of the project counts for the profiles that are tried.
 *
 * @returns undefined when there is nothing to try in these modes
 */
export async function tryTeamProfiles(
  context: Pick<
    ProbeContext,
    'environment' | 'codex' | 'run' | 'work' | 'teamHome' | 'project' | 'testedVersion' | 'record'
  >,
  { profiles, modes, outbound }: TeamTrials,
): Promise<ProbeMatrix | undefined> {
  const [config, project, requirements, expectations] = await Promise.all([
    readSource(join(context.teamHome, 'config.toml')),
    readSource(join(context.project, '.codex', 'config.toml')),
    readSource(join(managedFolder, 'requirements.toml')),
    readSource(join(context.project, sandboxExpectations)),
  ]);
  const { source, text } = readTeamProfiles({ config, project, requirements });
  const trials = planTrials(source, {
    profiles: chooseProfiles(source, profiles),
    live: modes.includes('live'),
    fullAccess: false,
  }).filter(({ mode, profile }) => modes.includes(mode) || (profile === LEGACY && modes.includes('helper')));
  if (trials.length === 0) return undefined;
  const stated = expectations ? parseStatedExpectations(expectations.text, sandboxExpectations) : [];
  const version = await context.testedVersion();
  const tried = await tryMatrix(context, {
    trials,
    known: everyTrial(source),
    source,
    config: text,
    machine: {
      home: context.environment.HOME,
      codexHome: context.teamHome,
      workspace: context.project,
      tmpdir: context.environment.TMPDIR,
      ripgrepConfig: context.environment.RIPGREP_CONFIG_PATH || undefined,
    },
    managed: 'the machine',
    stated,
    outbound: parseOutbound(outbound),
    newNonce: randomUUID,
  });
  const findings = ignoredForProfiles(source, { config, project, requirements }, version);
  const matrix: ProbeMatrix = { version, ...tried, findings: [...findings, ...tried.findings] };
  context.record('the matrix', describeCells(matrix));
  return matrix;
}

/** One line a cell: profile, mode, probe, expected, observed, verdict. */
function describeCells({ trials }: ProbeMatrix): string {
  return trials
    .flatMap((trial) =>
      trial.type === 'tried'
        ? trial.cells.map(({ probe, expected, observed, verdict }) =>
            [trial.profile, trial.mode, probe, expected ?? 'nothing', observed.type, verdict].join('\t'),
          )
        : [[trial.profile, trial.mode, trial.type].join('\t')],
    )
    .map((line) => `${line}\n`)
    .join('');
}

async function readSource(file: string): Promise<{ file: string; text: string } | undefined> {
  const text = readTextIfThere(file);
  return text === undefined ? undefined : { file, text };
}
