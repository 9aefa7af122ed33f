import type { Mention } from './mention.ts';

/** The part of a path after its last slash. */
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

type Finder = { reads: (path: string) => boolean; find: (text: string) => readonly Mention[] };

const locks = /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/;
const workflow = /(?:^|\/)(?:\.github\/.*|action)\.ya?ml$/;
const tools = /(?:^|\/)(?:\.?mise(?:\.[\w-]+)?\.toml|mise\/config\.toml|\.tool-versions)$/;
const scripts =
  /(?:^|\/)(?:Dockerfile|Containerfile|Makefile|GNUmakefile|justfile|Justfile|Jenkinsfile|Brewfile|Vagrantfile|Procfile)(?:\.[\w.-]+)?$|\.(?:sh|bash|zsh|fish|ps1|cmd|bat|mk|py|rb|js|mjs|cjs|ts|mts|ya?ml|dockerfile|nix|tf|toml)$|(?:^|\/)(?:\.devcontainer(?:\/.*)?|devcontainer)\.json$|(?:^|\/)\.devcontainer\/.*\.json$|(?:^|\/)\.husky\/[^/]+$/;

/** Whether a file of this path may say which CLI is used; one without an ending may when it begins with `#!`. */
export function mayMention(path: string): 'yes' | 'when a script' | 'no' {
  const name = nameOf(path);
  if (name === 'package.json' || locks.test(name) || tools.test(path) || scripts.test(path)) return 'yes';
  return name.includes('.') ? 'no' : 'when a script';
}

/**
 * Finds every place in a file that pins the Codex CLI or lets it float.
 *
 * @param path with slashes; decides how the text is read
 */
export function findMentions(path: string, text: string): readonly Mention[] {
  const found = finders.filter(({ reads }) => reads(path)).flatMap(({ find }) => find(text));
  const known = new Map(found.map((mention) => [`${mention.form} ${mention.offset}`, mention]));
  return [...known.values()].toSorted((one, other) => one.offset - other.offset);
}

const finders: readonly Finder[] = [
  { reads: (path) => nameOf(path) === 'package.json', find: inManifest },
  { reads: (path) => locks.test(nameOf(path)), find: inLock },
  { reads: (path) => workflow.test(path), find: inWorkflow },
  { reads: (path) => tools.test(path), find: inTools },
  { reads: (path) => !locks.test(nameOf(path)), find: inCommands },
];

/** `"@openai/codex": "^0.139.0"` of a package manifest, its overrides included. */
function inManifest(text: string): readonly Mention[] {
  const pair = /"(?:[^"]*\/)?@openai\/codex(?:@[^"]*)?"\s*:\s*"(npm:@openai\/codex@)?([^"]*)"/dg;
  return [...text.matchAll(pair)].map((match) => {
    const [, , spec = ''] = match;
    return { form: 'package', spec, offset: match.indices?.[2]?.[0] ?? 0, write: (version) => version };
  });
}

/** What a lock file has resolved. The package manager writes these, so no fix is offered. */
function inLock(text: string): readonly Mention[] {
  const forms = [
    // package-lock.json
    /"(?:[^"]*\/)?node_modules\/@openai\/codex"\s*:\s*\{[^}]*?"version"\s*:\s*"([^"]+)"/dg,
    // yarn.lock, versions 1 and 2
    /^"?@openai\/codex@[^\n]*:\n\s+version:?\s+"?([^"\n]+?)"?$/dgm,
    // pnpm-lock.yaml
    /^ {2}['"]?\/?@openai\/codex[@/](\d[^'":(\s]*)['"]?:$/dgm,
    // bun.lock
    /"@openai\/codex"\s*:\s*\[\s*"@openai\/codex@([^"]+)"/dg,
  ];
  return forms.flatMap((form) =>
    [...text.matchAll(form)]
      // The packages of the platforms have versions such as 0.139.0-linux-x64.
      .filter(([, spec = '']) => !/-(?:linux|darwin|win32)-/.test(spec))
      .map((match) => ({ form: 'lock', spec: match[1] ?? '', offset: match.indices?.[1]?.[0] ?? 0 })),
  );
}

/** Steps that use the Codex action: the reference of the action, and the CLI version that it installs. */
function inWorkflow(text: string): readonly Mention[] {
  const lines = linesOf(text);
  const uses = /^([ \t]*(?:- +)?)uses:[ \t]*["']?openai\/codex-action(?:@([^\s"'#]*))?/d;
  return lines.flatMap(({ line, offset }, index) => {
    const match = uses.exec(line);
    if (!match) return [];
    const [whole, indent = '', ref = ''] = match;
    const action: Mention = {
      form: 'action',
      spec: ref,
      offset: offset + (match.indices?.[2]?.[0] ?? whole.length),
    };
    // The keys of a step are in one column.
    const version = versionOfStep(lines, index, indent.length);
    return [action, version ?? { form: 'action-version', spec: '', offset: action.offset }];
  });
}

type Line = { line: string; offset: number };

function linesOf(text: string): readonly Line[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const at = { line, offset };
    offset += line.length + 1;
    return at;
  });
}

/** The `codex-version` of the step around a line, whose keys are in this column. */
function versionOfStep(lines: readonly Line[], at: number, column: number): Mention | undefined {
  const isFirst = ({ line }: Line) => /^\s*- /.test(line) && line.search(/[^\s-]/) === column;
  const isOutside = ({ line }: Line) =>
    line.trim() !== '' && !line.trim().startsWith('#') && line.search(/\S/) < column;
  for (let index = at; index >= 0; index -= 1) {
    const line = lines[index] as Line;
    const found = versionIn(line);
    if (found) return found;
    if (isFirst(line) || isOutside(line)) break;
  }
  for (const line of lines.slice(at + 1, at + 1 + longestStep)) {
    if (isOutside(line)) return undefined;
    const found = versionIn(line);
    if (found) return found;
  }
  return undefined;
}

/** Lines of a step after its `uses`; a prompt can be long. */
const longestStep = 500;

function versionIn({ line, offset }: Line): Mention | undefined {
  const match = /^[ \t-]*codex-version:[ \t]*(["']?)([^"'#]*?)\1[ \t]*(?:#.*)?\r?$/d.exec(line);
  if (!match) return undefined;
  const [, quote = '', spec = ''] = match;
  return {
    form: 'action-version',
    spec,
    offset: offset + (match.indices?.[2]?.[0] ?? 0),
    write: (version) => (quote === '' ? `"${version}"` : version),
  };
}

/** `npm:@openai/codex = "0.139.0"` of mise, and `.tool-versions`. */
function inTools(text: string): readonly Mention[] {
  const forms = [
    /^\s*["']?(?:(?:npm:@openai\/|(?:ubi|aqua|github):openai\/)?codex)["']?\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?["']([^"']*)["']/dgm,
    /^(?:(?:npm:@openai\/|(?:ubi|aqua|github):openai\/)?codex)[ \t]+(\S+)/dgm,
  ];
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map((match): Mention => {
      const spec = match[1] ?? '';
      // Releases are tagged rust-v0.139.0.
      const prefix = /^(?:rust-)?v/.exec(spec)?.[0] ?? '';
      const offset = (match.indices?.[1]?.[0] ?? 0) + prefix.length;
      return { form: 'tool', spec: spec.slice(prefix.length), offset, write: (version) => version };
    }),
  );
}

/** Commands that install or start the CLI, in any kind of script. */
function inCommands(text: string): readonly Mention[] {
  return [...packagesIn(text), ...releasesIn(text), ...formulasIn(text), ...updatesIn(text)];
}

const installs =
  /\b(?:npm|pnpm|yarn|bun)(?:["',\s]+[\w@./:=-]+)*?["',\s]+(?:i|install|add|dlx|exec|x|create|global|ci)\b|\b(?:npx|bunx|pnpx)\b|\bmise(?:["',\s]+[\w-]+)*?["',\s]+(?:use|exec|x|install)\b/;

/** Characters of a command before the name of the package that are looked at. */
const longestCommand = 2000;

function packagesIn(text: string): readonly Mention[] {
  const spec = /@openai\/codex(?![\w/.-])(?:@((?:\$\{\{[^}\n]*\}\}|\$\{[^}\n]*\}|[^\s"'`,;)\]\\|&<>])*))?/dg;
  return [...text.matchAll(spec)].flatMap((match) => {
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    if (/^\s*(?:#|\/\/)/.test(text.slice(lineStart, match.index))) return [];
    const command = joined(text, lineStart) + text.slice(lineStart, match.index);
    if (!installs.test(command.slice(-longestCommand))) return [];
    const [whole, written] = match;
    // A program puts the version together.
    if (written === '')
      return [{ form: 'package', spec: '(computed)', offset: match.index } satisfies Mention];
    if (written === undefined) {
      const offset = match.index + whole.length;
      return [{ form: 'package', spec: '', offset, write: (version) => `@${version}` } satisfies Mention];
    }
    return [
      resolved(text, {
        form: 'package',
        spec: written,
        offset: match.indices?.[1]?.[0] ?? 0,
        write: (version) => version,
      }),
    ];
  });
}

/** The lines before an offset that end with a backslash, and so belong to the same command. */
function joined(text: string, lineStart: number): string {
  let from = lineStart;
  while (
    from > 1 &&
    lineStart - from < longestCommand &&
    /\\\s*$/.test(text.slice(text.lastIndexOf('\n', from - 2) + 1, from - 1))
  )
    from = text.lastIndexOf('\n', from - 2) + 1;
  return text.slice(from, lineStart);
}

function releasesIn(text: string): readonly Mention[] {
  const url =
    /github\.com\/openai\/codex\/releases\/(?:latest\/download|download\/(?:rust-)?v?((?:\$\{[^}\n]*\}|[^/\s"'`])+))/dg;
  return [...text.matchAll(url)].map((match) => {
    const [, spec] = match;
    // How the address of the newest release becomes that of one version depends on what is downloaded.
    if (spec === undefined) return { form: 'release', spec: 'latest', offset: match.index };
    return resolved(text, {
      form: 'release',
      spec,
      offset: match.indices?.[1]?.[0] ?? 0,
      write: (version) => version,
    });
  });
}

function formulasIn(text: string): readonly Mention[] {
  const brew = /\bbrew\s+(?:install|upgrade)\s[^\n;&|]*?\bcodex\b|^\s*(?:brew|cask)\s+["']codex["']/dgm;
  return [...text.matchAll(brew)].map((match) => ({ form: 'formula', spec: '', offset: match.index }));
}

function updatesIn(text: string): readonly Mention[] {
  return [...text.matchAll(/(?:^|[;&|"'`]|RUN|run:)\s*(codex\s+update)\b/dgm)].map((match) => ({
    form: 'update',
    spec: '',
    offset: match.indices?.[1]?.[0] ?? match.index,
  }));
}

/** A version that a variable of the same file names is the one that it is set to there, and is written there. */
function resolved(text: string, mention: Mention): Mention {
  const name = /^\$\{?(?:\{\s*env\.)?([A-Za-z_]\w*)\s*\}{0,2}$/.exec(mention.spec)?.[1];
  if (name === undefined) return mention;
  const assignment = new RegExp(`\\b${name}\\s*[=:]\\s*["']?(?:rust-)?v?([\\w.+-]+)`, 'dg');
  const set = [...text.matchAll(assignment)];
  const values = new Set(set.map(([, value]) => value));
  const [only] = set;
  if (!only || values.size !== 1) return mention;
  return {
    ...mention,
    spec: only[1] ?? '',
    offset: only.indices?.[1]?.[0] ?? 0,
    write: (version) => version,
  };
}
