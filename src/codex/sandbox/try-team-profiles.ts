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
import { type MatrixPlan, tryMatrix } from './try-matrix.ts';

/** Which of the team's profiles are tried, in which modes. */
type TeamTrials = { profiles: readonly string[]; modes: readonly TrialMode[]; outbound: string };

/** Trials of the profiles in some files, and whose machine they are compared with. */
type TrialsOfFiles = Omit<MatrixPlan, 'known' | 'source' | 'config' | 'machine' | 'newNonce'> & {
  files: Parameters<typeof ignoredForProfiles>[1];
  read: ReturnType<typeof readTeamProfiles>;
  place: Pick<ProbeContext, 'environment' | 'teamHome' | 'project'>;
  version: string;
};

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
  const files = { config, project, requirements };
  const read = readTeamProfiles(files);
  const { source } = read;
  const trials = planTrials(source, {
    profiles: chooseProfiles(source, profiles),
    live: modes.includes('live'),
    fullAccess: false,
  }).filter(({ mode, profile }) => modes.includes(mode) || (profile === LEGACY && modes.includes('helper')));
  if (trials.length === 0) return undefined;
  const stated = expectations ? parseStatedExpectations(expectations.text, sandboxExpectations) : [];
  const matrix = await tryTrials(context, {
    files,
    read,
    place: context,
    version: await context.testedVersion(),
    trials,
    managed: 'the machine',
    stated,
    outbound: parseOutbound(outbound),
  });
  context.record('the matrix', describeCells(matrix));
  return matrix;
}

/** Tries profiles that were read from some files, and names what the CLI ignores in those files. */
export async function tryTrials(
  cli: Parameters<typeof tryMatrix>[0],
  {
    files,
    read: { source, text },
    place: { environment, teamHome, project },
    version,
    ...plan
  }: TrialsOfFiles,
): Promise<ProbeMatrix> {
  const tried = await tryMatrix(cli, {
    ...plan,
    known: everyTrial(source),
    source,
    config: text,
    machine: {
      home: environment.HOME || undefined,
      codexHome: teamHome,
      workspace: project,
      tmpdir: environment.TMPDIR || undefined,
      ripgrepConfig: environment.RIPGREP_CONFIG_PATH || undefined,
    },
    newNonce: randomUUID,
  });
  const findings = ignoredForProfiles(source, files, version);
  return { version, ...tried, findings: [...findings, ...tried.findings] };
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
