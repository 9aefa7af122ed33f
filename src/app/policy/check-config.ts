import { join } from 'node:path';
import { AppServerError } from '../../codex/app-server/app-server-client.ts';
import { withAppServer } from '../../codex/app-server/app-server-session.ts';
import { copyTeamHome, teamHome } from '../../codex/cli/isolation.ts';
import { type PrivateCli, withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readBytesIfThere, readTextIfThere } from '../../codex/cli/read-regular-file.ts';
import { askPolicyVerdict } from '../../codex/config/policy-verdict.ts';
import { findBrokenRules, findRulesHere } from '../../codex/config/rules.ts';
import { readFolderLayers, startExecHere, withoutServers } from '../../codex/config/sessions.ts';
import { type ConfigFile, readTeamConfigs } from '../../codex/config/team-config.ts';
import { copyTeamConfig } from '../../codex/config/team-copy.ts';
import { readLocatedToml } from '../../domain/base/documents/located-toml.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { isTable } from '../../domain/base/shape/check-shape.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { configWarnings } from '../../domain/checks/judge/config.ts';
import { isBubblewrapNotice } from '../../domain/policy/cli-verdict.ts';
import type { ConfigCheck } from '../../domain/policy/config/config-check.ts';
import { type ConfigLayer, settingsThatHold } from '../../domain/policy/config/effective-config.ts';
import { startedThread } from '../../domain/policy/config/session-check.ts';
import { sessionFacts, turnFacts } from '../../domain/policy/config/session-facts.ts';
import { knownRelease } from '../../domain/policy/known-release.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { type PolicyFileKind, type PolicyReport, policyFileKind } from '../../domain/policy/policy-report.ts';
import { requireFolder } from '../files/require-folder.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

type ReadLayers = Pick<ConfigCheck, 'warnings' | 'refused'> & { layers: readonly ConfigLayer[] };

/**
 * Reads the effective configuration of a folder from the real CLI, on a copy: nothing of the person is
 * written, and none of their servers is started.
 *
 * @throws UsageError for a folder that is not there, or a profile that CODEX_HOME has no file of
 * @throws WorkError when the CLI states no version
 */
export async function checkConfig(
  world: World,
  {
    folder = '.',
    codex: named,
    profile,
    signal,
    onProgress,
  }: {
    folder?: string | undefined;
    codex?: string | undefined;
    /** The name of a profile file for `codex exec`; an app-server takes none. */
    profile?: string | undefined;
    signal: AbortSignal;
    /** Hears what is done next. */
    onProgress?: OnProgress | undefined;
  },
): Promise<ConfigCheck> {
  const { environment, cwd } = world;
  const home = teamHome(environment);
  const place = requireFolder(cwd, folder);
  const own = await readTeamConfigs(home);
  const profileFile = requireProfile(profile, own);
  const { codex, version } = await findWorkingCli(world, { codex: named, signal });
  onProgress?.({ step: 'reading the layers' });
  const { layers, warnings, refused } = await withPrivateCli({ codex, environment, signal }, (cli) =>
    readLayers(cli, { home, folder: place }),
  );
  const settings = settingsThatHold(layers);
  onProgress?.({ step: 'starting a session of the app-server' });
  const session =
    refused === undefined
      ? await withPrivateCli({ codex, environment, signal }, (cli) =>
          startHere(cli, { home, folder: place, layers, settings }),
        )
      : { type: 'not started' as const, reason: 'the CLI does not read the configuration' };
  onProgress?.({ step: 'starting codex exec' });
  const exec =
    refused === undefined
      ? await withPrivateCli({ codex, environment, signal }, (cli) =>
          startExecHere(cli, { home, folder: place, layers, profile }),
        )
      : { type: 'not started' as const, reason: 'the CLI does not read the configuration' };
  onProgress?.({ step: 'reading the rules' });
  const rules = await withPrivateCli({ codex, environment, signal }, (cli) =>
    readRules(cli, { teamHome: home, project: place }),
  );
  const kinds = new Map<string, PolicyFileKind>([
    ...own.map(({ path }) => [path, policyFileKind(path)] as const),
    ...layers.map(({ type, file }) => [file, type === 'project' ? 'project' : policyFileKind(file)] as const),
  ]);
  const files: PolicyReport[] = [];
  for (const [file, kind] of kinds) {
    onProgress?.({ step: `judging ${file}` });
    const report = await withPrivateCli({ codex, environment, signal }, (cli) =>
      judgeFile(cli, { file, kind, version }),
    );
    if (report) files.push(report);
  }
  return {
    folder: place,
    version,
    layers: layers.map(({ type, file, values, ignored }) => ({
      type,
      file,
      settings: settingsThatHold([{ type, file, values }]).length,
      ignored,
    })),
    settings,
    session,
    exec: {
      profile,
      session:
        exec.type === 'started'
          ? {
              type: 'started',
              facts: turnFacts(
                exec.turn,
                settingsThatHold([...(profileFile ? [layerOf(profileFile)] : []), ...layers]),
              ),
            }
          : exec,
    },
    rules,
    warnings,
    refused,
    files,
  };
}

async function readLayers(
  cli: PrivateCli,
  { home, folder }: { home: string; folder: string },
): Promise<ReadLayers> {
  await copyTeamHome(home, cli.home, ['config.toml']);
  const told = (text: string) => redactOutput(text.replaceAll(cli.home, home));
  return withAppServer(
    { codexStart: (args) => cli.start([cli.codex, ...args]), record: () => undefined },
    async ({ client, handshake }): Promise<ReadLayers> => {
      if (handshake.type !== 'answered') {
        const reason = handshake.type === 'silent' ? handshake.reason : handshake.message;
        return { layers: [], warnings: [], refused: told(reason) };
      }
      const layers = await readFolderLayers(client, { folder, copy: cli.home, home }).catch(refusalOnly);
      const warnings = configWarnings(client.notifications)
        .map(({ summary, details }) => told(`${summary} ${details}`.trim()))
        .filter((line) => !isBubblewrapNotice(line));
      if (layers instanceof AppServerError) return { layers: [], warnings, refused: told(layers.message) };
      return { layers, warnings, refused: undefined };
    },
  );
}

/** Starts an ephemeral session in the folder with every server of the team switched off, and ends it. */
async function startHere(
  cli: PrivateCli,
  {
    home,
    folder,
    layers,
    settings,
  }: Pick<ConfigCheck, 'folder' | 'settings'> & Pick<ReadLayers, 'layers'> & { home: string },
): Promise<ConfigCheck['session']> {
  await copyTeamConfig(home, cli.home);
  return withAppServer(
    { codexStart: (args) => cli.start([cli.codex, ...args]), record: () => undefined },
    async ({ client, handshake }): Promise<ConfigCheck['session']> => {
      if (handshake.type !== 'answered')
        return { type: 'not started', reason: 'the app-server did not answer' };
      const reply = await client
        .request('thread/start', { cwd: folder, ephemeral: true, config: withoutServers(layers) })
        .catch(refusalOnly);
      if (reply instanceof AppServerError)
        return { type: 'not started', reason: redactOutput(reply.message) };
      const thread = JSON.parse(JSON.stringify(reply).replaceAll(cli.home, home));
      return {
        type: 'started',
        facts: sessionFacts(startedThread.parse(thread), settings),
        trusts: newTrust(join(cli.home, 'config.toml'), layers),
      };
    },
  );
}

/** A name of no file is taken by the CLI without a word, and changes nothing. */
function requireProfile(profile: string | undefined, files: readonly ConfigFile[]): string | undefined {
  if (profile === undefined) return undefined;
  const found = files.find((file) => file.profile === profile);
  if (found) return found.path;
  const names = files.flatMap(({ profile: name }) => (name === undefined ? [] : [name]));
  throw new UsageError(
    `there is no profile ${cleanLine(profile)}: CODEX_HOME has no file of this name, and codex exec would take it without a word`,
    names.length === 0
      ? 'Write <name>.config.toml there.'
      : `The profiles are: ${names.map(cleanLine).join(', ')}.`,
  );
}

function layerOf(file: string): ConfigLayer {
  const document = readLocatedToml({ text: readTextIfThere(file) ?? '', file });
  return { type: 'profile', file, values: document.type === 'broken' ? {} : document.data };
}

async function readRules(
  { codex, home, run, start }: PrivateCli,
  place: { teamHome: string; project: string },
): Promise<ConfigCheck['rules']> {
  const ask = {
    codexStart: (args: readonly string[]) => start([codex, ...args]),
    record: () => undefined,
    home,
  };
  const here = await findRulesHere(ask, place);
  return { ...here, broken: await findBrokenRules((args) => run([codex, ...args]), here.inForce) };
}

/** The project that a session wrote down as trusted, which a session does whose sandbox may write. */
function newTrust(config: string, layers: readonly ConfigLayer[]): string | undefined {
  const document = readLocatedToml({ text: readTextIfThere(config) ?? '', file: config });
  const trusted = (values: Readonly<Record<string, unknown>>) =>
    isTable(values.projects) ? Object.keys(values.projects) : [];
  if (document.type === 'broken') return undefined;
  const before = layers.flatMap(({ values }) => trusted(values));
  return trusted(document.data).find((path) => !before.includes(path));
}

async function judgeFile(
  cli: PrivateCli,
  { file, kind, version }: { file: string; kind: PolicyFileKind; version: string },
): Promise<PolicyReport | undefined> {
  const text = readBytesIfThere(file);
  if (text === undefined) return undefined;
  return {
    file,
    kind,
    version,
    release: knownRelease(version),
    findings: lintPolicy({ text, file }, { kind, version }),
    cli: await askPolicyVerdict(cli, { text, file, kind, platform: process.platform }),
  };
}

function refusalOnly(cause: unknown): AppServerError {
  if (cause instanceof AppServerError) return cause;
  throw cause;
}
