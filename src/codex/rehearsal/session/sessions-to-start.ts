import { resolve } from 'node:path';
import { stringify } from 'smol-toml';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import { overlay } from '../../../domain/policy/config/without-connections.ts';
import type { ExpectedText } from '../../../domain/upgrade/rehearsal/session/request-facts.ts';
import { loadsInstructions } from '../../../domain/upgrade/rehearsal/session/session-witness.ts';
import { readRegularText } from '../../cli/read-regular-file.ts';
import type { TeamConfiguration, TeamCopy, TeamFolder } from '../team/copy-team.ts';

type Values = Readonly<Record<string, unknown>>;

/** A session of the team's: a folder of the project, and config.toml alone or with a profile. */
export type SessionToStart = { where: string; folder: TeamFolder; configuration: TeamConfiguration };

/** The settings that decide about each kind of fact: as much as a witness of it needs. */
const settingsOf = {
  session: [
    'approval_policy',
    'approvals_reviewer',
    'default_permissions',
    'features',
    'model',
    'model_reasoning_effort',
    'permissions',
    'sandbox_mode',
    'sandbox_workspace_write',
    'web_search',
  ],
  model: ['model', 'model_reasoning_effort'],
  tools: ['model', 'features', 'web_search'],
  instructions: [
    'default_permissions',
    'permissions',
    'sandbox_mode',
    'project_doc_max_bytes',
    'project_doc_fallback_filenames',
    'project_root_markers',
  ],
};

/**
 * The project itself under every configuration, and each other folder under config.toml and under the profiles that
 * may change which instructions are loaded: what else a folder sets, it sets under every profile.
 */
export function sessionsToStart({ folders, configurations }: TeamCopy): readonly SessionToStart[] {
  const base = instructionSettings(configurations.find(({ profile }) => profile === undefined));
  return configurations.flatMap((configuration) =>
    folders
      .filter(
        ({ name }) =>
          name === '.' || configuration.profile === undefined || instructionSettings(configuration) !== base,
      )
      .map((folder) => ({ where: `${folder.name} under ${configuration.name}`, folder, configuration })),
  );
}

/** How `codex exec` is started in a folder of the team's: with JSON, without plugins. */
export const execOptions = ({ folder }: TeamFolder, flags: readonly string[]): readonly string[] => [
  ...['--json', '--skip-git-repo-check', '--disable', 'plugins', '-C', folder],
  ...flags,
];

const instructionSettings = (configuration: TeamConfiguration | undefined) =>
  stringify(pick(configuration?.values ?? {}, settingsOf.instructions));

/** The part of the configuration of a session that a witness needs, as a config.toml. */
export function configFor({ folder, configuration }: SessionToStart, kind: keyof typeof settingsOf): string {
  return stringify(pick(valuesOf({ folder, configuration }), settingsOf[kind]));
}

/** What config.toml, the profile and the configurations of the project set together. */
export function valuesOf({
  folder,
  configuration,
}: Pick<SessionToStart, 'folder' | 'configuration'>): Values {
  return folder.layers.reduce<Values>(
    (below, { values }) => overlay(below, values),
    configuration.values ?? {},
  );
}

function pick(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

type SwitchedOff = Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;

/**
 * Settings that switch MCP servers off. They name a way to reach each: a CLI that loses the file with the server would
 * refuse them otherwise.
 */
export function switchOff(all: readonly (Values | undefined)[]): SwitchedOff {
  const servers = all.flatMap((values) =>
    isTable(values?.mcp_servers) ? Object.entries(values.mcp_servers) : [],
  );
  return Object.fromEntries(
    servers.map(([name, server]) => {
      const reach = isTable(server) && 'url' in server ? { url: 'http://127.0.0.1:9/' } : { command: 'true' };
      return [name, { ...reach, enabled: false }];
    }),
  );
}

/** The same for every server that a session would start. */
export const withoutServersOf = ({ folder, configuration }: SessionToStart): SwitchedOff =>
  switchOff([configuration.values, ...folder.layers.map(({ values }) => values)]);

/**
 * The texts of the team's that the session should give to the model: instruction files of the folder and of those
 * above, and the instructions that the configuration sets.
 */
export function expectedTexts(session: SessionToStart, home: string): readonly ExpectedText[] {
  const { folder } = session;
  const [root = folder.folder] = folder.chain;
  const files = folder.instructions.map(({ file, in: place, text }) => ({
    name: place === 'home' ? `$CODEX_HOME/${file}` : file,
    text,
    witness: loadsInstructions(
      {
        file: place === 'home' ? `$CODEX_HOME/${file}` : `$WORK/${file}`,
        folder: folder.folder === root ? '.' : folder.folder.slice(root.length + 1),
      },
      configFor(session, 'instructions'),
    ),
  }));
  return [...files, ...configuredTexts(session, home)];
}

function configuredTexts({ folder, configuration }: SessionToStart, home: string): readonly ExpectedText[] {
  const layers = [{ values: configuration.values ?? {}, folder: home }, ...folder.layers].reverse();
  const highest = (key: string) => layers.find(({ values }) => typeof values[key] === 'string');
  const text = highest('developer_instructions')?.values.developer_instructions;
  const file = highest('model_instructions_file');
  const read = file && readRegularText(resolve(file.folder, String(file.values.model_instructions_file)));
  return [
    ...(typeof text === 'string' ? [{ name: 'developer_instructions', text }] : []),
    ...(read && 'text' in read ? [{ name: 'model_instructions_file', text: read.text }] : []),
  ];
}
