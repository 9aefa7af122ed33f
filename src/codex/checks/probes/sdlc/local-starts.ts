import {
  readYamlTree,
  type YamlNode,
  yamlAt,
  yamlItems,
  yamlText,
  yamlTextsBelow,
} from '../../../../domain/base/documents/yaml-tree.ts';
import type { LocalStarts } from '../../../../domain/checks/judge/sdlc/repository.ts';
import { pathsBelow, textAt } from './repository-files.ts';

const runsCodex = /\bcodex\s+(?:exec|e|review)\b/;

/** A script that stops unless a variable asks for more: `if [ "$X" != 1 ]; then exit 0; fi`, or with `||`. */
const asksFirst = /\$\{?[A-Z][A-Z_]+[^\n]*\bexit 0\b/;

const scriptFolders = [
  '.github/codex',
  '.gitlab/codex',
  'scripts',
  'script',
  'bin',
  'tools',
  'hack',
  '.codex',
];

const hookFolders = ['.husky', '.githooks', '.git/hooks'];

/** Scripts and hooks of a repository that run Codex on a machine. */
export function findLocalStarts(top: string): LocalStarts {
  const texts = [...pathsBelow(top, scriptFolders), 'Makefile', 'justfile', 'package.json'];
  const scripts = texts.filter((path) => {
    const text = textAt(top, path)?.text ?? '';
    return runsCodex.test(text) && /risk/i.test(text) && !/\.(?:md|ya?ml|rules|toml)$/.test(path);
  });
  const hooks = pathsBelow(top, hookFolders).filter((path) => {
    const text = textAt(top, path)?.text ?? '';
    const starts = runsCodex.test(text) || scripts.some((script) => text.includes(script));
    return starts && !path.endsWith('.sample') && !asksFirst.test(text);
  });
  return { scripts, automatic: [...hooks, ...frameworkHooks(top)] };
}

/** Hooks of pre-commit that are not `stages: [manual]`, and those of lefthook. */
function frameworkHooks(top: string): readonly string[] {
  const ofPreCommit = ['.pre-commit-config.yaml', '.pre-commit-config.yml'].flatMap((path) =>
    hooksOf(textAt(top, path)?.text ?? '')
      .filter(({ text, stages }) => /\bcodex\b/i.test(text) && !isManual(stages))
      .map(({ id }) => `${path}: ${id}`),
  );
  const ofLefthook = ['lefthook.yml', '.lefthook.yml', 'lefthook.yaml'].filter((path) =>
    runsCodex.test(textAt(top, path)?.text ?? ''),
  );
  return [...ofPreCommit, ...ofLefthook];
}

const isManual = (stages: readonly string[]) => stages.length > 0 && stages.every((one) => one === 'manual');

type Hook = { id: string; text: string; stages: readonly string[] };

/** The hooks of a configuration of pre-commit; none when it is not valid YAML, which pre-commit refuses too. */
function hooksOf(text: string): readonly Hook[] {
  const [root] = readYamlTree(text, '').roots;
  const stagesOf = (node: YamlNode | undefined, name: string) => {
    const found = yamlAt(node, name);
    return found === undefined ? undefined : yamlTextsBelow(found).map((one) => one.text);
  };
  const standard = stagesOf(root, 'default_stages') ?? [];
  return yamlItems(yamlAt(root, 'repos')).flatMap((repository) =>
    yamlItems(yamlAt(repository, 'hooks')).map((hook) => ({
      id: yamlText(hook, 'id')?.text ?? '',
      text: yamlTextsBelow(hook)
        .map((one) => one.text)
        .join('\n'),
      stages: stagesOf(hook, 'stages') ?? standard,
    })),
  );
}
