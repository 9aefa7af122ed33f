import { readYamlTree, type YamlNode } from '../../base/documents/yaml-tree.ts';
import type { Finding, Lint } from './finding.ts';
import { triggersOfCall } from './read/context.ts';
import { localUses, readAction, readWorkflow } from './read/github.ts';
import { readGitlab } from './read/gitlab.ts';
import type { Pipeline, Step, Trigger } from './read/pipeline.ts';
import type { Facts, Rule } from './rule.ts';
import { ALL_RULES, FILE_RULES, RULES } from './rules/catalog.ts';
import { unseenSettings } from './rules/gitlab.ts';
import { unresolvedVersions } from './rules/pins.ts';
import { type Suppression, suppressionsIn } from './suppress.ts';

/** A file of CI. `path` is from the top of the repository, with slashes; `file` is how it is shown. */
export type PipelineFile = {
  path: string;
  file: string;
  text: string;
  kind: Pipeline['kind'];
  /** GitLab: the path of the file that includes it, directly or not; its own for that file. */
  partOf?: string;
};

/** What kind of file a path names; undefined for one that is not read. */
export function kindOfFile(path: string): Pipeline['kind'] | undefined {
  if (/\.gitlab-ci\.ya?ml$/.test(path)) return 'gitlab';
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'workflow';
  return /(?:^|\/)action\.ya?ml$/.test(path) ? 'action' : undefined;
}

type Parsed = PipelineFile & { root: YamlNode };

/**
 * Lints the files of a repository. Never throws, whatever is in them.
 *
 * @param files those of GitLab in the order in which they are put together
 */
export function lintPipelines(
  files: readonly PipelineFile[],
  facts: Facts,
): Pick<Lint, 'findings' | 'notes' | 'pipelines'> & { comments: readonly Suppression[] } {
  const findings: Finding[] = [];
  const notes: Lint['notes'][number][] = [];
  const comments: Suppression[] = [];
  const parsed: Parsed[] = [];
  for (const one of files) {
    const { roots, fault } = readYamlTree(one.text, one.file);
    // A file that has nothing to do with Codex is not ours to judge.
    const isOurs = /codex/i.test(one.text);
    if (fault && isOurs) findings.push(findingOf(brokenYaml, fault));
    else if (fault)
      notes.push({ place: fault.place, message: `a file that is not valid YAML: ${fault.message}` });
    parsed.push(...withRoot(one, roots));
  }
  const pipelines = assemble(parsed).filter(({ jobs }) => jobs.some(({ usesCodex }) => usesCodex));
  for (const pipeline of pipelines) {
    for (const rule of RULES)
      findings.push(...rule.find(pipeline, facts).map((fault) => findingOf(rule, fault)));
    notes.push(...pipeline.notes, ...unresolvedVersions(pipeline), ...unseenSettings(pipeline));
  }
  for (const { file, text } of files) {
    const { suppressions, bad } = suppressionsIn(file, text, isKnownRule);
    comments.push(...suppressions);
    findings.push(...bad.map(({ message, ...place }) => findingOf(badSuppression, { place, message })));
  }
  return {
    findings: distinct(findings),
    notes,
    pipelines: pipelines.map(({ file }) => file),
    comments,
  };
}

/**
 * The pipelines in files, those that do not start Codex too. A file that is not YAML has none.
 *
 * @param files those of GitLab in the order in which they are put together
 */
export function pipelinesIn(files: readonly PipelineFile[]): readonly Pipeline[] {
  return assemble(files.flatMap((one) => withRoot(one, readYamlTree(one.text, one.file).roots)));
}

function withRoot(one: PipelineFile, roots: readonly YamlNode[]): readonly Parsed[] {
  // A file of GitLab may begin with a document that says what it takes.
  const root = one.kind === 'gitlab' ? roots.at(-1) : roots[0];
  return root ? [{ ...one, root }] : [];
}

function assemble(parsed: readonly Parsed[]): readonly Pipeline[] {
  return [
    ...readPipelines(parsed.filter(({ kind }) => kind !== 'gitlab')),
    ...gitlabPipelines(parsed.filter(({ kind }) => kind === 'gitlab')),
  ].map(bounded);
}

/** Jobs, steps of all jobs, and commands of a step that are judged: several times what a real file has. */
const most = { jobs: 300, steps: 1500, commands: 3000, calls: 100 };

/** A pipeline with no more than is judged; a note says what was left out. */
function bounded(pipeline: Pipeline): Pipeline {
  let steps = most.steps;
  let calls = most.calls;
  const jobs = pipeline.jobs.slice(0, most.jobs).map((job) => {
    const kept = job.steps.slice(0, steps).map((step) => {
      const one = {
        ...step,
        commands: step.commands.slice(0, most.commands),
        calls: step.calls.slice(0, calls),
      };
      calls -= one.calls.length;
      return one;
    });
    steps -= kept.length;
    return { ...job, steps: kept };
  });
  const count = (all: Pipeline['jobs'], of: (one: Step) => number) =>
    all.flatMap((job) => job.steps.map(of)).reduce((sum, one) => sum + one, 0);
  const isWhole =
    jobs.length === pipeline.jobs.length &&
    [() => 1, ({ commands }: Step) => commands.length, (one: Step) => one.calls.length].every(
      (of) => count(jobs, of) === count(pipeline.jobs, of),
    );
  if (isWhole) return pipeline;
  const message = `what comes after ${most.jobs} jobs, ${most.steps} steps, ${most.commands} commands of a step or ${most.calls} calls of codex exec`;
  return { ...pipeline, jobs, notes: [...pipeline.notes, { place: pipeline.place, message }] };
}

const [brokenYaml, badSuppression] = FILE_RULES;

const ids = new Set(ALL_RULES.map(({ id }) => id));

/** Whether a name is that of a rule of the catalog, or has the form of one of another tool. */
export const isKnownRule = (name: string): boolean =>
  ids.has(name) || /^(?:zizmor|actionlint)\/[\w-]+$/.test(name);

function findingOf(
  rule: Omit<Rule, 'find'>,
  fault: { place: Finding['place']; message: string; severity?: Rule['severity'] },
): Finding {
  return {
    tool: 'codex-cockpit',
    rule: rule.id,
    severity: fault.severity ?? rule.severity,
    place: fault.place,
    message: fault.message,
    why: rule.why,
    fix: rule.fix,
    source: rule.source,
    suppressed: undefined,
  };
}

/** A local action is used by several jobs, and an alias shows one step twice: each finding is named once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ rule, place, message }: Finding) =>
    JSON.stringify([rule, place.file, place.line, place.column, message]);
  return [...new Map(findings.map((one) => [key(one), one])).values()];
}

function readPipelines(parsed: readonly Parsed[]): readonly Pipeline[] {
  const own = new Map(parsed.map((one) => [pathOfUse(one), one]));
  const directly = new Set(
    parsed.filter(({ text }) => /openai\/codex-action|\bcodex\b/i.test(text)).map(pathOfUse),
  );
  // A local action or workflow may use another one, which starts Codex.
  const known = new Map<string, boolean>();
  const startsCodex = (path: string): boolean => {
    const found = known.get(path);
    if (found !== undefined) return found;
    known.set(path, false);
    const one = own.get(path);
    const starts =
      one !== undefined &&
      (directly.has(path) || localUses(one.root).length > 0) &&
      readOne(one, { startsCodex, callers: [] }).jobs.some(({ usesCodex }) => usesCodex);
    known.set(path, starts);
    return starts;
  };
  const callersOf = callersIn(parsed);
  return parsed.map((one) => readOne(one, { startsCodex, callers: callersOf(pathOfUse(one)) }));
}

/** A pipeline of GitLab is put together of the files that are part of it. */
function gitlabPipelines(parsed: readonly Parsed[]): readonly Pipeline[] {
  const tops = new Set(parsed.map(({ path, partOf }) => partOf ?? path));
  return [...tops].flatMap(
    (top) => readGitlab(parsed.filter(({ path, partOf }) => (partOf ?? path) === top)) ?? [],
  );
}

/** By what a file is used: a workflow by its path, an action by that of its folder. */
const pathOfUse = ({ path, kind }: Parsed): string =>
  kind === 'action' ? path.replace(/\/?action\.ya?ml$/, '') : path;

function readOne(
  one: Parsed,
  neighbours: { startsCodex: (path: string) => boolean; callers: readonly Trigger[] },
): Pipeline {
  return one.kind === 'action'
    ? readAction(one.root, one.file, neighbours)
    : readWorkflow(one.root, one.file, neighbours);
}

/** What starts the workflows that call one, directly or not. A condition on who acts may stand where it is called. */
function callersIn(parsed: readonly Parsed[]): (path: string) => readonly Trigger[] {
  const workflows = parsed
    .filter(({ kind }) => kind === 'workflow')
    .map((one) => ({ ...one, used: new Set(localUses(one.root)) }));
  const known = new Map<string, readonly Trigger[]>();
  const callersOf = (path: string): readonly Trigger[] => {
    const found = known.get(path);
    if (found !== undefined) return found;
    // Workflows that call each other start nothing by that.
    known.set(path, []);
    const triggers = workflows
      .filter(({ used }) => used.has(path))
      .flatMap((one) => {
        const neighbours = { startsCodex: () => false, callers: callersOf(one.path) };
        const pipeline = readWorkflow(one.root, one.file, neighbours);
        return pipeline.jobs.flatMap((job) =>
          job.steps
            .filter(({ uses }) => uses?.text === `./${path}`)
            .flatMap((step) => triggersOfCall(pipeline, job, step)),
        );
      });
    const distinct = [
      ...new Map(triggers.map((one) => [JSON.stringify([one.name, one.place]), one])).values(),
    ];
    known.set(path, distinct);
    return distinct;
  };
  return callersOf;
}
