import {
  type YamlEntry,
  type YamlNode,
  type YamlText,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
  yamlTexts,
  yamlTextsBelow,
} from '../../../base/documents/yaml-tree.ts';
import { codexCalls, commandsOf } from './codex-call.ts';
import type { Job, Note, Pipeline, Step, Variable } from './pipeline.ts';

/** Words at the top of a file of GitLab that name no job. */
const reserved = new Set([
  ...['default', 'include', 'stages', 'variables', 'workflow', 'spec', 'image', 'services', 'cache'],
  ...['before_script', 'after_script', 'pages:deploy'],
]);

/** Steps by which a job takes what another one has. */
const mostSteps = 10;

/** The local files that a file of GitLab includes, as paths from the top of the repository, and what else it includes. */
export function gitlabIncludes(root: YamlNode): { local: readonly string[]; others: readonly YamlText[] } {
  const local: string[] = [];
  const others: YamlText[] = [];
  for (const item of yamlItems(yamlAt(root, 'include'))) {
    const own = item.kind === 'text' ? item : yamlText(item, 'local');
    const isLocal = own !== undefined && !/^https?:/.test(own.text) && !/[*?$]/.test(own.text);
    const other = own ?? yamlTextsBelow(item)[0];
    if (isLocal) local.push(own.text.replace(/^\/+/, ''));
    else if (other !== undefined && other.text !== '') others.push(other);
  }
  return { local, others };
}

/**
 * Reads the files of a pipeline of GitLab as one. A job takes what `extends` and `default` name.
 *
 * @param files the file itself last, those that it includes before
 */
export function readGitlab(files: readonly { root: YamlNode; file: string }[]): Pipeline | undefined {
  const main = files.at(-1);
  if (main === undefined) return undefined;
  const tops = new Map<string, YamlEntry>();
  for (const { root } of files) {
    for (const entry of yamlEntries(root)) {
      const earlier = tops.get(entry.key);
      tops.set(entry.key, earlier ? { ...entry, value: merged(earlier.value, entry.value) } : entry);
    }
  }
  const notes: Note[] = [];
  const top = (name: string) => tops.get(name)?.value;
  const named = [...tops.values()].filter(({ key, value }) => !reserved.has(key) && value.kind === 'map');
  const templates = new Map(named.map(({ key, value }) => [key, value]));
  const byDefault = (name: string) => yamlAt(top('default'), name) ?? top(name);
  const jobs = named
    .filter(({ key }) => !key.startsWith('.'))
    .map(({ key, keyPlace, value }) => {
      const whole = withExtended(value, templates, 0);
      return readJob({ id: key, place: keyPlace, node: whole }, { byDefault, workflow: top('workflow') });
    });
  for (const { root, file } of files) {
    for (const one of gitlabIncludes(root).others)
      notes.push({ place: { ...one.place, file }, message: `an include: ${one.text}` });
  }
  for (const { value } of named) notes.push(...referencesIn(value));
  return {
    kind: 'gitlab',
    file: main.file,
    place: main.root.place,
    root: main.root,
    triggers: [],
    permissions: undefined,
    env: variablesOf(top('variables')),
    jobs,
    notes: jobs.some(({ usesCodex }) => usesCodex) ? notes : [],
  };
}

/** Mappings are put together, the later one wins; anything else is replaced. */
function merged(earlier: YamlNode, later: YamlNode): YamlNode {
  if (earlier.kind !== 'map' || later.kind !== 'map') return later;
  const entries = new Map(earlier.entries.map((entry) => [entry.key, entry]));
  for (const entry of later.entries) {
    const before = entries.get(entry.key);
    entries.set(entry.key, before ? { ...entry, value: merged(before.value, entry.value) } : entry);
  }
  return { ...later, entries: [...entries.values()] };
}

function withExtended(job: YamlNode, templates: ReadonlyMap<string, YamlNode>, level: number): YamlNode {
  if (level > mostSteps) return job;
  return yamlTexts(yamlAt(job, 'extends'))
    .flatMap(({ text }) => templates.get(text) ?? [])
    .map((template) => withExtended(template, templates, level + 1))
    .concat(job)
    .reduce(merged);
}

/** `!reference [job, script]` is not followed. */
function referencesIn(node: YamlNode): readonly Note[] {
  if (node.kind === 'text') return [];
  if (node.kind === 'list' && node.tag === '!reference') {
    const names = yamlTexts(node).map(({ text }) => text);
    return [{ place: node.place, message: `!reference [${names.join(', ')}]` }];
  }
  const below = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  return below.flatMap(referencesIn);
}

function variablesOf(node: YamlNode | undefined): readonly Variable[] {
  return yamlEntries(node).flatMap(({ key, keyPlace, value }) => {
    const text = value.kind === 'text' ? value : yamlText(value, 'value');
    return text === undefined ? [] : [{ name: key, place: keyPlace, value: text }];
  });
}

/** The lines of a script: lists in it are put into one. */
function linesOf(node: YamlNode | undefined): readonly YamlText[] {
  return yamlItems(node).flatMap((item) => {
    if (item.kind === 'list') return item.tag === '!reference' ? [] : linesOf(item);
    return item.kind === 'text' && item.text !== '' ? [item] : [];
  });
}

function readJob(
  { id, place, node }: Pick<Job, 'id' | 'place' | 'node'>,
  {
    byDefault,
    workflow,
  }: { byDefault: (name: string) => YamlNode | undefined; workflow: YamlNode | undefined },
): Job {
  const script = (name: string) => linesOf(yamlAt(node, name) ?? byDefault(name));
  const lines = [...script('before_script'), ...linesOf(yamlAt(node, 'script')), ...script('after_script')];
  const steps = lines.map((line, index) => stepOf(line, index));
  const image = yamlAt(node, 'image') ?? byDefault('image');
  const own = [yamlAt(node, 'rules'), yamlAt(node, 'only')].filter((one) => one !== undefined);
  const conditions = own.length === 0 ? [yamlAt(workflow, 'rules')] : own;
  const environment = yamlAt(node, 'environment');
  return {
    id,
    place,
    node,
    needs: yamlItems(yamlAt(node, 'needs')).flatMap((one) => {
      const name = one.kind === 'text' ? one : yamlText(one, 'job');
      return name === undefined ? [] : [name.text];
    }),
    runsOn: [],
    permissions: undefined,
    env: variablesOf(yamlAt(node, 'variables')),
    condition: undefined,
    environment: (environment?.kind === 'text' ? environment : yamlText(environment, 'name'))?.text,
    outputs: [],
    steps,
    image: image?.kind === 'text' ? image : yamlText(image, 'name'),
    conditions: conditions.flatMap(yamlTextsBelow),
    keepsFiles: yamlAt(node, 'artifacts') !== undefined || byDefault('artifacts') !== undefined,
    usesCodex: steps.some(({ startsCodex }) => startsCodex),
  };
}

function stepOf(line: YamlText, index: number): Step {
  const commands = commandsOf(line.text);
  const calls = codexCalls(commands);
  return {
    index,
    place: line.place,
    id: undefined,
    node: line,
    uses: undefined,
    action: undefined,
    inputs: [],
    env: [],
    run: line,
    commands,
    calls,
    condition: undefined,
    startsCodex: calls.length > 0,
  };
}
