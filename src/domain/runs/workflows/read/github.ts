import {
  type YamlNode,
  type YamlText,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
  yamlTexts,
} from '../../../base/documents/yaml-tree.ts';
import { codexCalls, commandsOf } from './codex-call.ts';
import { isExpression } from './expressions.ts';
import {
  CODEX_ACTION,
  type Job,
  type Note,
  type Pipeline,
  type Step,
  type Trigger,
  type Variable,
} from './pipeline.ts';

/** What reading a workflow needs to know of the other files. */
export type Neighbours = {
  /** Whether a local action, by its path in the repository, starts Codex. */
  startsCodex: (path: string) => boolean;
  /** What starts the local workflows that call this one. */
  callers: readonly Trigger[];
};

/** Reads a workflow of GitHub. */
export function readWorkflow(root: YamlNode, file: string, { startsCodex, callers }: Neighbours): Pipeline {
  const own = triggersOf(yamlAt(root, 'on'));
  const jobs = yamlEntries(yamlAt(root, 'jobs')).map(({ key, keyPlace, value }) =>
    readJob(key, { place: keyPlace, node: value, startsCodex }),
  );
  const notes = yamlEntries(yamlAt(root, 'jobs')).flatMap(({ value }) => notesOfCall(value));
  if (
    own.some(({ name }) => name === 'workflow_call') &&
    callers.length === 0 &&
    jobs.some((job) => job.usesCodex)
  )
    notes.push({
      place: own.find(({ name }) => name === 'workflow_call')?.place ?? root.place,
      message: 'what starts the workflows of other repositories that call this one',
    });
  return {
    kind: 'workflow',
    file,
    place: root.place,
    root,
    triggers: [...own, ...callers],
    permissions: yamlAt(root, 'permissions'),
    env: variablesOf(yamlAt(root, 'env')),
    jobs,
    notes,
  };
}

/** Reads a local action. One that is no composite action has no steps. */
export function readAction(root: YamlNode, file: string, { startsCodex }: Neighbours): Pipeline {
  const runs = yamlAt(root, 'runs');
  const job = readJob('runs', { place: runs?.place ?? root.place, node: runs ?? root, startsCodex });
  return {
    kind: 'action',
    file,
    place: root.place,
    root,
    triggers: [],
    permissions: undefined,
    env: [],
    jobs: yamlText(runs, 'using')?.text === 'composite' ? [job] : [],
    notes: [],
  };
}

/** The local files that a workflow or an action uses, as paths in the repository. */
export function localUses(root: YamlNode): readonly string[] {
  const jobs = [...yamlEntries(yamlAt(root, 'jobs')).map(({ value }) => value), yamlAt(root, 'runs')];
  const steps = jobs.flatMap((job) => [job, ...yamlItems(yamlAt(job, 'steps'))]);
  return steps.flatMap((step) => {
    const uses = yamlText(step, 'uses')?.text;
    return uses === undefined ? [] : localPath(uses);
  });
}

/** The path of `./path`, which counts from the top of the repository. */
const localPath = (uses: string): readonly string[] =>
  uses.startsWith('./') ? [uses.slice(2).replace(/\/+$/, '')] : [];

/** What starts a workflow: `on: push`, a list, or a mapping. */
function triggersOf(on: YamlNode | undefined): readonly Trigger[] {
  if (on?.kind === 'map')
    return on.entries.map(({ key, keyPlace, value }) => ({
      name: key,
      place: keyPlace,
      types: yamlTexts(yamlAt(value, 'types')).map(({ text }) => text),
    }));
  return yamlTexts(on).map(({ text, place }) => ({ name: text, place, types: [] }));
}

function notesOfCall(job: YamlNode): Note[] {
  const uses = yamlText(job, 'uses');
  if (uses === undefined || uses.text.startsWith('./')) return [];
  return [{ place: uses.place, message: `the workflow of another repository: ${uses.text}` }];
}

function variablesOf(node: YamlNode | undefined): readonly Variable[] {
  return yamlEntries(node).flatMap(({ key, keyPlace, value }) =>
    value.kind === 'text' ? [{ name: key, place: keyPlace, value }] : [],
  );
}

function readJob(
  id: string,
  { place, node, startsCodex }: { place: Job['place']; node: YamlNode } & Pick<Neighbours, 'startsCodex'>,
): Job {
  // A job that calls a workflow has its `uses`, `with` and `secrets` where a step has them.
  const written = yamlText(node, 'uses') ? [node] : yamlItems(yamlAt(node, 'steps'));
  const steps = written.map((step, index) => readStep(step, index, startsCodex));
  const environment = yamlAt(node, 'environment');
  return {
    id,
    place,
    node,
    needs: yamlTexts(yamlAt(node, 'needs')).map(({ text }) => text),
    runsOn: runnersOf(node),
    permissions: yamlAt(node, 'permissions'),
    env: variablesOf(yamlAt(node, 'env')),
    condition: yamlText(node, 'if'),
    environment: (environment?.kind === 'text' ? environment : yamlText(environment, 'name'))?.text,
    outputs: variablesOf(yamlAt(node, 'outputs')),
    steps,
    image: undefined,
    conditions: [],
    keepsFiles: false,
    usesCodex: steps.some((step) => step.startsCodex),
  };
}

/** The labels of a runner, with `${{ matrix.x }}` filled in. */
function runnersOf(job: YamlNode): readonly YamlText[] {
  const runsOn = yamlAt(job, 'runs-on');
  const labels = runsOn?.kind === 'map' ? yamlTexts(yamlAt(runsOn, 'labels')) : yamlTexts(runsOn);
  return labels.flatMap((label) => valuesOf(label, job));
}

/** The values that a text takes: those of the matrix for `${{ matrix.x }}`, else the text itself. */
export function valuesOf(text: YamlText, job: YamlNode | undefined): readonly YamlText[] {
  const [, key] = /^\s*\$\{\{\s*matrix\.([\w-]+)\s*\}\}\s*$/.exec(text.text) ?? [];
  if (key === undefined || !isExpression(text.text)) return [text];
  const matrix = yamlAt(job, 'strategy', 'matrix');
  const included = yamlItems(yamlAt(matrix, 'include')).flatMap((one) => yamlTexts(yamlAt(one, key)));
  const values = [...yamlTexts(yamlAt(matrix, key)), ...included];
  return values.length === 0 ? [text] : values;
}

function readStep(node: YamlNode, index: number, startsCodex: Neighbours['startsCodex']): Step {
  const uses = yamlText(node, 'uses');
  const run = yamlText(node, 'run');
  const shell = yamlText(node, 'shell')?.text ?? 'bash';
  // Scripts of other languages are not read as commands.
  const commands = run && /^(?:ba|z|da)?sh\b|^\s*$|\$\{\{/.test(shell) ? commandsOf(run.text) : [];
  const calls = codexCalls(commands);
  const [, name, ref = ''] = /^([^@\s]+)(?:@(\S*))?\s*$/.exec(uses?.text ?? '') ?? [];
  const isRemote = name !== undefined && !/^(?:\.|docker:)/.test(name);
  const action = isRemote ? { name: name.split('/').slice(0, 2).join('/'), ref } : undefined;
  const isLocal = uses !== undefined && localPath(uses.text).some(startsCodex);
  return {
    index,
    place: node.place,
    id: yamlText(node, 'id')?.text,
    node,
    uses,
    action,
    inputs: variablesOf(yamlAt(node, 'with')),
    env: variablesOf(yamlAt(node, 'env')),
    run,
    commands,
    calls,
    condition: yamlText(node, 'if'),
    startsCodex: action?.name.toLowerCase() === CODEX_ACTION || calls.length > 0 || isLocal,
  };
}
