import { redact } from '../../base/redact/redact.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun } from '../events.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Fact = 'workflow' | 'job' | 'run' | 'actor';

/** The providers by the variable that only they set, and the variables that say which job runs. */
const providers: readonly { provider: string; mark: string; names: Readonly<Record<Fact, string>> }[] = [
  {
    provider: 'github-actions',
    mark: 'GITHUB_ACTIONS',
    names: { workflow: 'GITHUB_WORKFLOW', job: 'GITHUB_JOB', run: 'GITHUB_RUN_ID', actor: 'GITHUB_ACTOR' },
  },
  {
    provider: 'gitlab-ci',
    mark: 'GITLAB_CI',
    names: {
      workflow: 'CI_PIPELINE_NAME',
      job: 'CI_JOB_NAME',
      run: 'CI_PIPELINE_ID',
      actor: 'GITLAB_USER_LOGIN',
    },
  },
  {
    provider: 'azure-pipelines',
    mark: 'TF_BUILD',
    names: {
      workflow: 'BUILD_DEFINITIONNAME',
      job: 'SYSTEM_JOBNAME',
      run: 'BUILD_BUILDID',
      actor: 'BUILD_REQUESTEDFOR',
    },
  },
  {
    provider: 'buildkite',
    mark: 'BUILDKITE',
    names: {
      workflow: 'BUILDKITE_PIPELINE_SLUG',
      job: 'BUILDKITE_LABEL',
      run: 'BUILDKITE_BUILD_NUMBER',
      actor: 'BUILDKITE_BUILD_CREATOR',
    },
  },
  {
    provider: 'circleci',
    mark: 'CIRCLECI',
    names: {
      workflow: 'CIRCLE_WORKFLOW_ID',
      job: 'CIRCLE_JOB',
      run: 'CIRCLE_BUILD_NUM',
      actor: 'CIRCLE_USERNAME',
    },
  },
  {
    provider: 'jenkins',
    mark: 'JENKINS_URL',
    names: { workflow: 'JOB_NAME', job: 'STAGE_NAME', run: 'BUILD_NUMBER', actor: 'BUILD_USER_ID' },
  },
];

/** The job that runs, as its environment says; null outside of CI. Only names are taken, and never a credential. */
export function ciJob(environment: Environment): CapturedRun['ci'] {
  const found = providers.find(({ mark }) => isSet(environment[mark]));
  if (!found) {
    if (!isSet(environment.CI)) return null;
    return { provider: 'unknown', workflow: null, job: null, run: null, actor: null };
  }
  const fact = (name: Fact) => redact(cleanLine(environment[found.names[name]] ?? '')).slice(0, 200) || null;
  return {
    provider: found.provider,
    workflow: fact('workflow'),
    job: fact('job'),
    run: fact('run'),
    actor: fact('actor'),
  };
}

const isSet = (value: string | undefined) =>
  value !== undefined && value !== '' && value.toLowerCase() !== 'false';
