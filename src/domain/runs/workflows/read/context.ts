import type { Place } from '../../../base/documents/place.ts';
import { type YamlText, yamlEntries, yamlTextsBelow } from '../../../base/documents/yaml-tree.ts';
import { valuesOf } from './github.ts';
import {
  inputOf,
  inputText,
  isCodexAction,
  type Job,
  type Pipeline,
  type Step,
  type Trigger,
} from './pipeline.ts';

/** What anybody can start who has an account, with the secrets of the repository. */
const openToAll = new Set([
  ...['pull_request_target', 'issue_comment', 'issues', 'workflow_run'],
  ...['discussion', 'discussion_comment', 'fork', 'watch', 'gollum'],
]);

/** Types of an event that only people with a role in the repository cause. */
const ofMembers = new Set([
  ...['labeled', 'unlabeled', 'assigned', 'unassigned', 'milestoned', 'demilestoned'],
  ...['pinned', 'unpinned', 'locked', 'unlocked', 'transferred', 'deleted'],
]);

/** The events on which a job and a step of it run: conditions may ask for `github.event_name`. */
function triggersFor({ triggers }: Pipeline, job: Job, step?: Step): readonly Trigger[] {
  const conditions = [job.condition, step?.condition].flatMap((one) => (one === undefined ? [] : [one.text]));
  return triggers.filter(({ name }) => conditions.every((condition) => mayHold(condition, name)));
}

/** Whether a condition can hold on an event, as far as it compares `github.event_name`. */
function mayHold(condition: string, event: string): boolean {
  return alternativesOf(condition).some((one) =>
    [...one.matchAll(/github\.event_name\s*([=!]=)\s*'([^']*)'/g)].every(
      ([, operator, name]) => (operator === '==') === (name === event),
    ),
  );
}

/** The parts of a condition between `||` outside of parentheses. */
function alternativesOf(condition: string): readonly string[] {
  const text = condition
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
    .trim();
  const parts: string[] = [];
  let open = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') open += 1;
    else if (text[at] === ')') open -= 1;
    else if (open === 0 && text.startsWith('||', at)) {
      parts.push(text.slice(from, at));
      from = at + 2;
    }
  }
  // A part with alternatives of its own says nothing about an event.
  return [...parts, text.slice(from)].map((part) => (part.includes('||') ? '' : part));
}

/** The events by which anybody can start a job that has secrets. */
export function openTriggers(pipeline: Pipeline, job: Job, step?: Step): readonly Trigger[] {
  return triggersFor(pipeline, job, step).filter(
    ({ name, types }) =>
      openToAll.has(name) && !(types.length > 0 && types.every((type) => ofMembers.has(type))),
  );
}

/** Whether a job runs for a pull request or merge request, with its files. */
export const isForChanges = (pipeline: Pipeline, job: Job, step?: Step): boolean =>
  pipeline.kind === 'gitlab'
    ? runsForMergeRequests(job)
    : triggersFor(pipeline, job, step).some(({ name }) => /^(?:pull_request|merge_group)/.test(name));

/** Whether a job of GitLab runs in pipelines of merge requests. */
export const runsForMergeRequests = ({ conditions }: Job): boolean =>
  conditions.some(({ text }) =>
    /merge_request_event|merge_requests|external_pull_request|CI_MERGE_REQUEST_/.test(text),
  );

/** What asks in a condition who is acting, or where a change is from. */
const asksWho =
  /author_association|github\.(?:triggering_)?actor\b|sender\.login|\.user\.login|head\.repo\.(?:full_name|fork|owner)|head_repository\.(?:full_name|owner)|workflow_run\.event\b|label\.name|labels\b/;

/** What asks it in a script. */
const asksInScript = /author_association|collaborator|permission|membership|\/orgs\/|\/teams\//i;

/** Conditions that only leave something out: a bot, a label. */
const leavesOut =
  /!\s*(?:contains|startsWith|endsWith)\s*\((?:[^()]|\([^()]*\))*\)|github\.(?:triggering_)?actor\s*!=\s*'[^']*'|[\w.]+\.login\s*!=\s*'[^']*'/gi;

/** Who decides whether a step is started. `unknown`: an earlier step or job does, by something that is not understood. */
export type Guard = 'guarded' | 'unknown' | 'open';

/** Whether something decides who may start a step: a condition on its way, or an environment that asks for approval. */
export function guardOf(pipeline: Pipeline, job: Job, step: Step): Guard {
  const before = new Set<Job>();
  const collect = (one: Job): void => {
    if (before.has(one)) return;
    before.add(one);
    for (const need of pipeline.jobs.filter(({ id }) => one.needs.includes(id))) collect(need);
  };
  collect(job);
  if ([...before].some(({ environment }) => environment !== undefined)) return 'guarded';
  const conditions = [step.condition, ...[...before].map(({ condition }) => condition)].flatMap((one) =>
    one === undefined ? [] : [one.text.replace(leavesOut, ' ')],
  );
  if (conditions.some((condition) => asksWho.test(condition))) return 'guarded';
  const asked = conditions.flatMap((condition) =>
    [...condition.matchAll(/\b(needs|steps)\.([\w-]+)\.outputs\b/g)].flatMap(([, kind, id]) =>
      kind === 'needs'
        ? pipeline.jobs.filter((one) => one.id === id).map(({ node }) => node)
        : job.steps.filter((one) => one.id === id).map(({ node }) => node),
    ),
  );
  if (asked.some((node) => yamlTextsBelow(node).some(({ text }) => asksInScript.test(text))))
    return 'guarded';
  return asked.length > 0 ? 'unknown' : 'open';
}

/** Whether anybody can start a step that starts Codex. */
export const isOpen = (pipeline: Pipeline, job: Job, step: Step): boolean =>
  openTriggers(pipeline, job, step).length > 0 && guardOf(pipeline, job, step) !== 'guarded';

/** The events on which a job calls another workflow, without those that a condition on who acts keeps from strangers. */
export function triggersOfCall(pipeline: Pipeline, job: Job, step: Step): readonly Trigger[] {
  const open = guardOf(pipeline, job, step) === 'guarded' ? openTriggers(pipeline, job, step) : [];
  return triggersFor(pipeline, job, step).filter((one) => !open.includes(one));
}

/** The values that an input takes, those of a matrix filled in; none when it is not given. */
export function inputValues(step: Step, name: string, job: Job): readonly YamlText[] {
  const value = inputOf(step, name)?.value;
  return value === undefined ? [] : valuesOf(value, job.node);
}

/** The safety strategies that a step of the action may have; its default when none is named. */
export function strategiesOf(step: Step, job: Job): readonly { name: string; place: Place }[] {
  const values = inputValues(step, 'safety-strategy', job).filter(({ text }) => text.trim() !== '');
  const place = step.uses?.place ?? step.place;
  return values.length === 0
    ? [{ name: 'drop-sudo', place }]
    : values.map((value) => ({ name: value.text.trim(), place: value.place }));
}

/** What a job may do with the token of the workflow: a word for all, or scopes; undefined when nothing is said. */
export function permissionsOf(
  pipeline: Pipeline,
  job: Job,
):
  | { all: string; place: Place; scopes: readonly { name: string; level: string; place: Place }[] }
  | undefined {
  const node = job.permissions ?? pipeline.permissions;
  if (node === undefined) return undefined;
  if (node.kind === 'text') return { all: node.text, place: node.place, scopes: [] };
  const scopes = yamlEntries(node).map(({ key, keyPlace, value }) => ({
    name: key,
    place: keyPlace,
    level: value.kind === 'text' ? value.text : '',
  }));
  return { all: '', place: node.place, scopes };
}

/** What is in the workspace at a path before a step: `change` is that of a pull request, `own` is of the repository. */
export type Workspace = 'change' | 'own' | 'nothing';

type Checkout = { path: string; what: Exclude<Workspace, 'nothing'>; place: Place; isFetched: boolean };

const ofChange =
  /head\.(?:sha|ref)|head_ref|refs\/pull\/|merge_commit_sha|pull_request\.head|workflow_run\.head_(?:sha|branch)|head_repository|\bpull\/|\/merge\b/;

const ofBase =
  /\bbase\.(?:sha|ref)\b|github\.base_ref|default_branch|GITHUB_BASE_REF|CI_(?:MERGE_REQUEST_(?:DIFF_BASE_SHA|TARGET_BRANCH_\w+)|DEFAULT_BRANCH)|\borigin\/(?:main|master)\b/;

/** The checkouts of a job before a step, in their order; one that a later one replaces is left out. */
export function checkoutsBefore(pipeline: Pipeline, job: Job, step: Step): readonly Checkout[] {
  const first: readonly Checkout[] =
    pipeline.kind === 'gitlab'
      ? [{ path: '', what: runsForMergeRequests(job) ? 'change' : 'own', place: job.place, isFetched: false }]
      : [];
  const later = job.steps
    .filter(({ index }) => index <= step.index)
    .flatMap((one) => checkoutOf(pipeline, job, { step: one, before: step }));
  const byPath = new Map([...first, ...later].map((one) => [one.path, one]));
  return [...byPath.values()];
}

/** @param before the step before which the workspace is asked for, which may run on fewer events */
function checkoutOf(
  pipeline: Pipeline,
  job: Job,
  { step, before }: { step: Step; before: Step },
): readonly Checkout[] {
  if (step.action?.name.toLowerCase() === 'actions/checkout') {
    const ref = inputText(step, 'ref');
    const repository = inputText(step, 'repository');
    const path = cleanPath(inputText(step, 'path'));
    const place = inputOf(step, 'ref')?.value.place ?? step.uses?.place ?? step.place;
    const isFetched = ofChange.test(ref) || /head/.test(repository);
    const isMerge =
      ref === '' &&
      repository === '' &&
      triggersFor(pipeline, job, before).some(({ name }) => name === 'pull_request');
    return [{ path, what: isFetched || isMerge ? 'change' : 'own', place, isFetched }];
  }
  const values = new Map(
    [...pipeline.env, ...job.env, ...step.env].map(({ name, value }) => [name, value.text]),
  );
  return step.commands.flatMap(({ words, offset }): readonly Checkout[] => {
    const line = words.map(({ text }) => text).join(' ');
    const isMove =
      /^git (?:checkout|switch|merge|reset|worktree add|pull)\b/.test(line) && !/ -- /.test(line);
    const place = step.run?.placeAt(offset) ?? step.place;
    if (/^gh pr checkout\b/.test(line)) return [{ path: '', what: 'change', place, isFetched: true }];
    if (!isMove) return [];
    const filled = line.replace(/\$\{?([A-Za-z_]\w*)\}?/g, (written, name) => values.get(name) ?? written);
    if (/FETCH_HEAD/.test(filled) || ofChange.test(filled))
      return [{ path: '', what: 'change', place, isFetched: true }];
    const goesBack = /^git (?:checkout|switch|reset)\b/.test(line) && ofBase.test(filled);
    return goesBack ? [{ path: '', what: 'own', place, isFetched: false }] : [];
  });
}

/** A path of the workspace, without `./` and the variable that names the workspace. */
function cleanPath(path: string): string {
  return path
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}|^"?\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?"?/, '')
    .replace(/^\/|^(?:\.\/)+|\/+$/g, '')
    .replace(/^\.$/, '');
}

/** What is at a path of the workspace before a step. A path outside of it is of nothing. */
export function workspaceAt(pipeline: Pipeline, job: Job, step: Step, path: string): Workspace {
  const isOutside = /^(?:\/|~|\$)/.test(
    path.replace(/^\$\{\{\s*github\.workspace\s*\}\}|^\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?/, ''),
  );
  const isInWorkspace = /^\$\{\{\s*github\.workspace|^\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)/.test(path);
  if (isOutside && !isInWorkspace) return 'nothing';
  const wanted = cleanPath(path);
  const fitting = checkoutsBefore(pipeline, job, step)
    .filter((one) => one.path === '' || wanted === one.path || wanted.startsWith(`${one.path}/`))
    .toSorted((one, other) => one.path.length - other.path.length);
  return fitting.at(-1)?.what ?? 'nothing';
}

/** The steps of a job after the first that starts Codex. */
export function stepsAfterCodex({ steps }: Job): readonly Step[] {
  const first = steps.find(({ startsCodex }) => startsCodex);
  return first === undefined ? [] : steps.filter(({ index }) => index > first.index);
}

/** The jobs that wait for one that starts Codex. */
export function jobsAfterCodex({ jobs }: Pipeline): readonly Job[] {
  const after = new Set(jobs.filter(({ usesCodex }) => usesCodex).map(({ id }) => id));
  const found = new Set<Job>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const job of jobs.filter((one) => !found.has(one) && one.needs.some((need) => after.has(need)))) {
      found.add(job);
      after.add(job.id);
      grown = true;
    }
  }
  return [...found];
}

/** Whether the text of a step reads a secret or the token of the workflow. */
export function credentialsOf({ node }: Step): { text: YamlText; isToken: boolean } | undefined {
  const texts = yamlTextsBelow(node);
  const secret = texts.find(({ text }) => /\$\{\{[^}]*\bsecrets\b(?!\s*\.\s*GITHUB_TOKEN\b)/i.test(text));
  if (secret) return { text: secret, isToken: false };
  const token = texts.find(({ text }) =>
    /\$\{\{[^}]*\b(?:github\.token|secrets\s*\.\s*GITHUB_TOKEN)\b/i.test(text),
  );
  return token && { text: token, isToken: true };
}

/** Whether a step of the action runs Codex: without a prompt it only installs it. */
export const runsPrompt = (step: Step): boolean =>
  isCodexAction(step) && (inputText(step, 'prompt') !== '' || inputText(step, 'prompt-file') !== '');
