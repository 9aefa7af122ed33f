import { checkoutsBefore, guardOf, isOpen, openTriggers, permissionsOf } from '../read/context.ts';
import { isExpression } from '../read/expressions.ts';
import {
  actionSteps,
  codexSteps,
  inputOf,
  inputText,
  isCodexAction,
  type Pipeline,
} from '../read/pipeline.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'Who starts it';

/** Whether the action itself asks for write access of whoever starts it. */
const asksForAccess = (step: Parameters<typeof inputText>[0]): boolean =>
  isCodexAction(step) && inputText(step, 'allow-users') !== '*';

/** Scopes of the token with which something can be changed that others run or trust. */
const strongScopes = new Set([
  ...[
    'contents',
    'actions',
    'packages',
    'deployments',
    'pages',
    'id-token',
    'attestations',
    'statuses',
    'checks',
  ],
]);

/** Scopes with which a text can be left under the name of the repository. */
const speakingScopes = new Set(['pull-requests', 'issues', 'discussions']);

/** Rules about who can start Codex, on what, and with which token. */
export const accessRules: readonly Rule[] = [
  {
    id: 'untrusted-trigger',
    severity: 'error',
    title: 'Anybody can start Codex',
    why: 'The event comes from anybody with an account, and the run has the secrets of the repository.',
    fix: 'Ask who acts in an `if:` (author_association, the repository of the head, a label), or let the job wait for an environment with reviewers.',
    source,
    find: (pipeline) =>
      groupBy(
        codexSteps(pipeline)
          // A workflow that is called is judged itself, by what starts its callers.
          .filter(({ step }) => !/^\.\/.*\.ya?ml$/.test(step.uses?.text ?? ''))
          .filter(({ job, step }) => isOpen(pipeline, job, step))
          .flatMap(({ job, step }) =>
            openTriggers(pipeline, job, step).map((trigger) => {
              const isAsked = asksForAccess(step);
              const isUnknown = guardOf(pipeline, job, step) === 'unknown';
              const but = [
                ...(isAsked
                  ? [
                      'the action refuses people without write access, and what it reads is still from anybody',
                    ]
                  : []),
                ...(isUnknown ? ['what an earlier step decides was not understood'] : []),
              ];
              return { trigger, job: job.id, but: but.join('; ') };
            }),
          ),
        ({ trigger: { name, place }, but }) => JSON.stringify([name, place, but]),
      ).map(([first, ...others]): Fault => {
        const jobs = [...new Set([first, ...others].map(({ job }) => job))].join(', ');
        const { trigger, but } = first;
        return {
          place: trigger.place,
          message: `${trigger.name} starts Codex in ${jobs} without a condition on who acts${but === '' ? '' : `; ${but}`}`,
          severity: but === '' ? 'error' : 'warning',
        };
      }),
  },
  {
    id: 'untrusted-checkout',
    severity: 'error',
    title: 'The files of a stranger are checked out beside the secrets',
    why: 'The event runs with the secrets of the repository, and Codex works on files, instructions and scripts that anybody wrote.',
    fix: 'Use pull_request, or check out the base and give Codex the change as text that it only reads.',
    source,
    find: (pipeline) =>
      codexSteps(pipeline).flatMap(({ job, step }) => {
        const events = openTriggers(pipeline, job, step).map(({ name }) => name);
        return checkoutsBefore(pipeline, job, step)
          .filter(({ what, isFetched }) => what === 'change' && isFetched && events.length > 0)
          .map(({ place }) => ({
            place,
            message: `the head of the change is checked out before Codex, on ${events.join(', ')}`,
          }));
      }),
  },
  {
    id: 'allow-users-any',
    severity: 'error',
    title: 'Everybody is allowed',
    why: 'With * the action no longer asks for write access: anybody can spend your key and steer Codex.',
    fix: 'Leave the input out, or list the people.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) =>
        ['allow-users', 'allow-bot-users'].flatMap((name) => {
          const value = inputOf(step, name)?.value;
          return value !== undefined && /(?:^|,)\s*\*/.test(value.text)
            ? [
                {
                  place: value.place,
                  message: `${name} has *${name === 'allow-users' ? '' : ', which the action refuses'}`,
                },
              ]
            : [];
        }),
      ),
  },
  {
    id: 'allow-bots',
    severity: 'warning',
    title: 'Bots are not asked for write access',
    why: 'Up to v1.6 of the action every bot is let in, later the one of GitHub: a run of a bot can carry what a stranger wrote.',
    fix: 'Leave it out, or list the bots that you trust in allow-bot-users.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) => {
        const value = inputOf(step, 'allow-bots')?.value;
        return value !== undefined && value.text.trim().toLowerCase() === 'true'
          ? [{ place: value.place, message: 'allow-bots is true' }]
          : [];
      }),
  },
  {
    id: 'permissions-missing',
    severity: 'warning',
    title: 'The token has the rights of the repository',
    why: 'Without permissions the token of the job has whatever the settings of the repository give, often the right to write.',
    fix: 'Write permissions: with contents: read for the job of Codex.',
    source,
    find: (pipeline) =>
      pipeline.kind !== 'workflow' || isOnlyCalled(pipeline)
        ? []
        : pipeline.jobs
            .filter((job) => job.usesCodex && permissionsOf(pipeline, job) === undefined)
            .map(({ id, place }) => ({ place, message: `no permissions are given for ${id}` })),
  },
  {
    id: 'permissions-write-all',
    severity: 'error',
    title: 'The token may write everything',
    why: 'Whatever makes Codex run a command, or a step after it, can change the repository and its releases.',
    fix: 'Give the job of Codex contents: read, and what writes a job of its own.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap((job) => {
        const given = job.usesCodex ? permissionsOf(pipeline, job) : undefined;
        return given?.all === 'write-all'
          ? [{ place: given.place, message: `permissions of ${job.id}: write-all` }]
          : [];
      }),
  },
  {
    id: 'permissions-write',
    severity: 'warning',
    title: 'The job of Codex may write',
    why: 'The token is in the job in which Codex runs: what steers Codex can use it.',
    fix: 'Give the job of Codex only read rights, and let a job that needs it write.',
    source,
    find: (pipeline) =>
      pipeline.jobs
        .filter(({ usesCodex }) => usesCodex)
        .flatMap((job) => {
          const steps = job.steps.filter(({ startsCodex }) => startsCodex);
          const isExposed = openTriggers(pipeline, job).length > 0;
          const needsIdentity = job.steps.some(
            (step) =>
              /aws-actions|google-github-actions|azure\/login/i.test(step.action?.name ?? '') ||
              inputText(step, 'use-bedrock') === 'true',
          );
          return (permissionsOf(pipeline, job)?.scopes ?? [])
            .filter(({ level }) => level === 'write')
            .filter(({ name }) => strongScopes.has(name) || (isExposed && speakingScopes.has(name)))
            .filter(({ name }) => !(name === 'id-token' && needsIdentity))
            .map(
              ({ name, place }): Fault => ({
                place,
                message: `${name}: write in ${job.id}, which starts Codex`,
                severity: isExposed && strongScopes.has(name) && steps.length > 0 ? 'error' : 'warning',
              }),
            );
        }),
  },
  {
    id: 'checkout-credentials',
    severity: 'warning',
    title: 'The token stays in the checkout',
    why: 'actions/checkout leaves the token in .git/config, where Codex and every command that it runs can read it.',
    fix: 'Write persist-credentials: false.',
    source,
    find: (pipeline) =>
      pipeline.jobs
        .filter(({ usesCodex }) => usesCodex)
        .flatMap(({ steps }) => {
          const last = steps.findLast(({ startsCodex }) => startsCodex)?.index ?? -1;
          return steps
            .filter((step) => step.index < last && step.action?.name.toLowerCase() === 'actions/checkout')
            .filter((step) => !isSetTo(inputText(step, 'persist-credentials'), 'false'))
            .map((step) => ({
              place: step.uses?.place ?? step.place,
              message: 'actions/checkout keeps the token before Codex runs',
            }));
        }),
  },
];

const isSetTo = (text: string, word: string) => text.toLowerCase() === word || isExpression(text);

/** Whether a workflow only runs when another one calls it, which gives it its permissions. */
function isOnlyCalled({ triggers, file }: Pipeline): boolean {
  const own = triggers.filter(({ place }) => place.file === file);
  return own.length > 0 && own.every(({ name }) => name === 'workflow_call');
}

/** The members of a list in groups of one key, in the order of the first of each. */
function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): readonly [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups.values()];
}
