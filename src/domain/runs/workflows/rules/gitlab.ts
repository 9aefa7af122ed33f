import { runsForMergeRequests } from '../read/context.ts';
import { variablesIn } from '../read/expressions.ts';
import { type Job, type Pipeline, placeInScript } from '../read/pipeline.ts';
import type { Rule } from '../rule.ts';

const source = 'GitLab';

const codexJobs = ({ kind, jobs }: Pipeline): readonly Job[] =>
  kind === 'gitlab' ? jobs.filter(({ usesCodex }) => usesCodex) : [];

/** Whether an image is named by a version: a tag that is not `latest`, or a digest. */
function isFixed(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag !== undefined && tag !== 'latest';
}

/** Tokens with which a job can change the project or read others. */
const tokens =
  /^(?:CI_JOB_TOKEN|CI_JOB_JWT\w*|CI_DEPLOY_PASSWORD|GITLAB_(?:TOKEN|PAT|ACCESS_TOKEN)|PROJECT_ACCESS_TOKEN)$/;

/** Rules for jobs of GitLab. */
export const gitlabRules: readonly Rule[] = [
  {
    id: 'image-floats',
    severity: 'warning',
    title: 'The image of the job is not fixed',
    why: 'Without a tag, or with latest, the job runs in whatever image is newest on that day.',
    fix: 'Name a version of the image, or better its digest.',
    source,
    find: (pipeline) =>
      codexJobs(pipeline).flatMap(({ image, id }) =>
        image !== undefined && !image.text.includes('$') && !isFixed(image.text)
          ? [{ place: image.place, message: `the image of ${id} is ${image.text}` }]
          : [],
      ),
  },
  {
    id: 'fork-pipeline',
    severity: 'warning',
    title: 'Merge requests of forks start Codex',
    why: 'A member who starts the pipeline of a merge request from a fork runs files and texts of a stranger with the variables of the project.',
    fix: 'Add to the rule: && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID',
    source,
    find: (pipeline) =>
      codexJobs(pipeline).flatMap((job) => {
        const isAsked = job.conditions.some(({ text }) =>
          /CI_MERGE_REQUEST_SOURCE_PROJECT_(?:ID|PATH|URL)/.test(text),
        );
        const first = job.conditions.find(({ text }) => /merge_request|CI_MERGE_REQUEST_/.test(text));
        return runsForMergeRequests(job) && !isAsked
          ? [{ place: first?.place ?? job.place, message: `${job.id} runs for merge requests of forks too` }]
          : [];
      }),
  },
  {
    id: 'job-token',
    severity: 'warning',
    title: 'The job of Codex uses a token of GitLab',
    why: 'What steers Codex can use the token: it is in the environment of its commands, or in a file that they can read.',
    fix: 'Use the token in another job, which takes the files of Codex as artifacts.',
    source,
    find: (pipeline) =>
      codexJobs(pipeline).flatMap(({ steps }) =>
        steps.flatMap((step) =>
          step.commands.flatMap(({ words, given }) =>
            [...words.map(({ raw, offset }) => ({ text: raw, offset })), ...given].flatMap(
              ({ text, offset }) =>
                variablesIn(text)
                  .filter(({ name }) => tokens.test(name) && !/^'[^']*'$/.test(text))
                  .map((one) => ({
                    place: placeInScript(step, offset + one.offset),
                    message: `$${one.name} is used in a job of Codex`,
                  })),
            ),
          ),
        ),
      ),
  },
  {
    id: 'key-in-variables',
    severity: 'error',
    title: 'The key is a variable of the file',
    why: 'A variable of the file is neither masked nor protected, and a value that is written there is in the history of the repository.',
    fix: 'Set it in the settings of the project, masked and protected, and remove it here.',
    source,
    find: (pipeline) =>
      codexJobs(pipeline).length === 0
        ? []
        : [...pipeline.env, ...codexJobs(pipeline).flatMap(({ env }) => env)]
            .filter(({ name }) =>
              /^(?:(?:AZURE_)?OPENAI_(?:\w+_)?KEY|CODEX_(?:API_KEY|ACCESS_TOKEN))$/.test(name),
            )
            .filter(({ value }) => value.text.trim() !== '')
            .map(({ name, place }) => ({ place, message: `${name} is set in the file` })),
  },
];

/** What GitLab keeps in its settings, so that no file says it. */
export function unseenSettings(pipeline: Pipeline): Pipeline['notes'] {
  const [first] = codexJobs(pipeline);
  return first === undefined
    ? []
    : [
        {
          place: first.place,
          message: 'whether the variables of the project with the key are masked and protected',
        },
      ];
}
