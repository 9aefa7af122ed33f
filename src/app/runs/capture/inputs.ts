import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { teamHome } from '../../../codex/cli/isolation.ts';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { readChainOnDisk } from '../../../codex/config/instruction-chain.ts';
import { managedFolder } from '../../../codex/config/managed-folder.ts';
import { findConfigLayers, foldersToRoot } from '../../../codex/config/team-layers.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { digestSettings } from '../../../domain/runs/provenance/settings.ts';
import type { ExecArguments } from '../../../domain/runs/stream/exec-arguments.ts';
import type { World } from '../../world/world.ts';

type Inputs = Omit<CapturedRun['inputs'], 'prompt'>;
type Input = Inputs['rules'][number];

/** The files that a run is given by where it works, and the text of its output schema. */
export async function readInputs(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  args: ExecArguments,
  root: string | undefined,
): Promise<{ inputs: Inputs; schema: string | undefined }> {
  const home = teamHome(environment);
  const project = resolve(cwd, args.folder ?? '.');
  const read = inputReader({ home, root });
  const [chain, layers, rules] = await Promise.all([
    instructionFiles(home, project),
    findConfigLayers({ home, project }),
    rulesFiles(home, project),
  ]);
  const used = layers.filter(({ type, profile }) => {
    if (type === 'home') return !args.ignoresUserConfig;
    return type !== 'profile' || profile === args.profile;
  });
  const schemaPath = args.outputSchema === undefined ? undefined : resolve(cwd, args.outputSchema);
  const schema = schemaPath === undefined ? undefined : readRegularBytes(schemaPath);
  return {
    inputs: {
      instructions: chain.flatMap(read),
      rules: args.ignoresRules ? [] : rules.flatMap(read),
      config: used.flatMap(({ path }) =>
        read(path).map((file) => {
          const settings_sha256 = settingsIn(path);
          return { ...file, ...(settings_sha256 !== undefined && { settings_sha256 }) };
        }),
      ),
      output_schema: (schemaPath === undefined ? [] : read(schemaPath))[0] ?? null,
    },
    schema: schema && 'bytes' in schema ? schema.bytes.toString() : undefined,
  };
}

/** Names a file by its path from the top of the repository or of CODEX_HOME, and digests it; nothing where it cannot be read. */
function inputReader({ home, root }: { home: string; root: string | undefined }): (path: string) => Input[] {
  const within = (folder: string, path: string) => path.startsWith(`${folder}${sep}`);
  const nameOf = (path: string) => {
    if (within(home, path)) return join('$CODEX_HOME', relative(home, path));
    return root !== undefined && within(root, path) ? relative(root, path) : path;
  };
  return (path) => {
    const found = read(path);
    if (!found) return [];
    return [{ path: cleanLine(nameOf(path)), sha256: createHash('sha256').update(found).digest('hex') }];
  };
}

function read(path: string): Buffer | undefined {
  try {
    const found = readRegularBytes(path);
    return found && 'bytes' in found ? found.bytes : undefined;
  } catch {
    return undefined;
  }
}

function settingsIn(path: string): string | undefined {
  const text = read(path)?.toString();
  return text === undefined ? undefined : digestSettings(text);
}

/** The files of CODEX_HOME and of the folders of the project, in the order in which the CLI reads them. */
async function instructionFiles(home: string, project: string): Promise<readonly string[]> {
  const own = ['AGENTS.override.md', 'AGENTS.md']
    .map((name) => join(home, name))
    .find((path) => (read(path)?.toString().trim() ?? '') !== '');
  // A configuration that cannot be read is told by the CLI itself.
  const chain = await readChainOnDisk({ teamHome: home, project }).catch(() => undefined);
  const files = (chain?.onDisk ?? []).filter(({ empty }) => !empty).map(({ path }) => path);
  return own === undefined ? files : [own, ...files];
}

async function rulesFiles(home: string, project: string): Promise<readonly string[]> {
  const folders = (await foldersToRoot(project)).map((folder) => join(folder, '.codex'));
  const found = await Promise.all(
    [managedFolder, home, ...folders].map(async (folder) => {
      const names = (await readdir(join(folder, 'rules')).catch(() => [])).sort();
      return names.filter((name) => name.endsWith('.rules')).map((name) => join(folder, 'rules', name));
    }),
  );
  return [...new Set(found.flat())];
}
