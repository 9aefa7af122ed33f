import { stringify } from 'smol-toml';
import { canonicalJson } from '../../../base/canonical-json.ts';
import { redactAt } from '../../../base/redact/redact-value.ts';
import { isTable } from '../../../base/shape/check-shape.ts';
import { formatField } from '../../../base/shape/finding.ts';
import { quoteForShell } from '../../../base/shell/quote-for-shell.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import type { Fact } from '../observation.ts';
import type { Subject } from '../subject.ts';
import type { WitnessScript } from '../witness.ts';
import { documentOf, type Leaf } from './config-leaves.ts';

/** What became of a setting of a file. */
export type SettingSeen = Leaf & {
  line: number;
  /** Why the CLI starts nothing with it; undefined when it does. */
  refused: string | undefined;
  /** The effective value; undefined when the CLI shows none. */
  used: unknown;
  /** The least of the file that the CLI accepts with this setting; undefined when that is not known. */
  smallest: readonly Leaf[] | undefined;
  /** The same in strict mode; undefined where there is none. */
  strictly: { refused: string | undefined; smallest: readonly Leaf[] | undefined } | undefined;
};

/** The two ways in which the CLI reads a configuration, as facts call them. */
const usualMode = 'usual mode';
export const strictMode = 'strict mode';

/** A configuration file as a CLI read it. */
export type FileSeen = {
  /** `careful.config.toml` */
  shown: string;
  /** A project's is read from another place. */
  type: 'home' | 'profile' | 'project' | 'role';
  /** Why it is refused whatever is taken out of it; undefined when it is read. */
  refused: string | undefined;
  settings: readonly SettingSeen[];
};

/** Facts of a file: whether each setting is accepted, in strict mode too, and which value is in use then. */
export function fileFacts({ shown, type, refused, settings }: FileSeen): readonly Fact[] {
  return [
    { key: shown, value: refused === undefined ? 'read' : `refused: ${refused}`, ofTeam: true },
    ...(refused === undefined ? settings.flatMap((setting) => settingFacts(setting, { shown, type })) : []),
  ];
}

function settingFacts(
  setting: SettingSeen,
  { shown, type }: Pick<FileSeen, 'shown' | 'type'>,
): readonly Fact[] {
  const { path, value, line, refused, used, smallest, strictly } = setting;
  const key = `${cleanLine(formatField(path))} in ${shown}`;
  const common = {
    ofTeam: true as const,
    partOf: shown,
    subjects: subjectsOf(setting),
    raw: `${shown}:${line}`,
  };
  const verdict = (reason: string | undefined) => (reason === undefined ? 'accepted' : `refused: ${reason}`);
  return [
    {
      key,
      where: usualMode,
      value: verdict(refused),
      ...common,
      ...acceptedWitness(smallest, type, ''),
    },
    ...(strictly
      ? [
          {
            key,
            where: strictMode,
            value: verdict(refused ?? strictly.refused),
            ...common,
            ...acceptedWitness(strictly.smallest, type, ' --strict-config'),
          },
        ]
      : []),
    ...(refused === undefined
      ? [
          {
            key: `${key}, value in use`,
            value: usedText(path, value, used),
            ...common,
            partOf: key,
            ...usedWitness(setting, type),
          },
        ]
      : []),
  ];
}

function usedText(path: readonly string[], value: unknown, used: unknown): string {
  if (used === undefined || used === null) return 'not in the effective configuration';
  // A relative path is shown with the folder of its file.
  const isResolved = typeof value === 'string' && typeof used === 'string' && used.endsWith(`/${value}`);
  if (isSame(used, value) || isResolved) return 'as written';
  const shown = asWrittenIn(plain(value), plain(redactAt(path, used)));
  return `another one: ${cleanLine(canonicalJson(shown)).slice(0, 200)}`;
}

const isSame = (used: unknown, value: unknown) =>
  canonicalJson(asWrittenIn(plain(value), plain(used))) === canonicalJson(plain(value));

/** What an effective value has of what was written: the CLI adds fields of its own. */
function asWrittenIn(written: unknown, used: unknown): unknown {
  if (Array.isArray(written) && Array.isArray(used))
    return used.map((one, index) => (index < written.length ? asWrittenIn(written[index], one) : one));
  if (!isTable(written) || !isTable(used)) return used;
  return Object.fromEntries(
    Object.keys(written).map((name) => [name, asWrittenIn(written[name], used[name] ?? null)]),
  );
}

/** As JSON shows it: TOML has dates and large numbers too. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one)) ?? 'null');

/** Tables whose keys are names that the team gives. */
const named = new Set(['agents', 'marketplaces', 'mcp_servers', 'model_providers', 'permissions', 'plugins']);

function subjectsOf({ path, value }: Leaf): readonly Subject[] {
  const own = path.join('.');
  const general = named.has(path[0] ?? '') ? [path[0], '*', ...path.slice(2)].join('.') : own;
  const feature = path[0] === 'features' && path[1] !== undefined ? path[1] : undefined;
  const isShort =
    typeof value === 'boolean' || (typeof value === 'string' && redactAt(path, value) === value);
  return [
    // Another value of the same setting is another use.
    { kind: 'setting', name: isShort ? `${general}=${value}` : general },
    ...(feature === undefined ? [] : [{ kind: 'feature' as const, name: feature }]),
  ];
}

/** `codex exec` without a prompt reads the whole configuration, then says that there is nothing to do. */
function acceptedWitness(
  smallest: SettingSeen['smallest'],
  type: FileSeen['type'],
  flag: string,
): Pick<Fact, 'witness'> {
  const written = writtenBy(smallest, type);
  return written
    ? {
        witness: {
          ...written,
          lines: [
            `"$CODEX" exec${flag} --skip-git-repo-check${trustOf(type)} - < /dev/null 2>&1 | grep "No prompt provided"`,
          ],
        },
      }
    : {};
}

function usedWitness(setting: SettingSeen, type: FileSeen['type']): Pick<Fact, 'witness'> {
  const { path, value, used, smallest } = setting;
  const written = writtenBy(smallest, type);
  if (!written || path.length > 1 || typeof value !== 'string' || used !== value || type === 'project')
    return {};
  return {
    witness: {
      files: { ...written.files, '$WORK/ask.mjs': askServer },
      lines: [
        `node ask.mjs "$CODEX" config/read | grep -oF ${quoteForShell(`${JSON.stringify(path[0])}:${JSON.stringify(value)}`)}`,
      ],
    },
  };
}

/** Asks an app-server one thing and prints the answer: it forgets a question when its input is closed too early. */
const askServer = `import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
const [codex, method] = process.argv.slice(2);
const server = spawn(codex, ['app-server', '--disable', 'plugins'], { stdio: ['pipe', 'pipe', 'ignore'] });
const ask = (id, name, params) => server.stdin.write(JSON.stringify({ id, method: name, params }) + '\\n');
ask(1, 'initialize', { clientInfo: { name: 'witness', version: '0' } });
for await (const line of createInterface({ input: server.stdout })) {
  const { id, result, error } = JSON.parse(line);
  if (id === 1) ask(2, method, {});
  if (id !== 2) continue;
  console.log(JSON.stringify(result ?? error));
  server.stdin.end();
}
`;

/** What a script may show of it: no secret, and no file that it would not have. */
function writtenBy(
  smallest: SettingSeen['smallest'],
  type: FileSeen['type'],
): Pick<WitnessScript, 'files'> | undefined {
  if (!smallest || type === 'role') return undefined;
  const isOpen = smallest.every(
    ({ path, value }) =>
      isSame(redactAt(path, value), value) && !/(?:_file|_path|_dir|_json)$/.test(path.at(-1) ?? ''),
  );
  if (!isOpen) return undefined;
  const file = type === 'project' ? '$WORK/.codex/config.toml' : '$CODEX_HOME/config.toml';
  return { files: { [file]: stringify(documentOf(smallest)) } };
}

function trustOf(type: FileSeen['type']): string {
  return type === 'project' ? String.raw` -c "projects={\"$WORK\"={trust_level=\"trusted\"}}"` : '';
}
