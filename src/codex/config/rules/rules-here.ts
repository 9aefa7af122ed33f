import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RulesHere } from '../../../domain/policy/rules/rules-report.ts';
import { AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import type { ProbeContext } from '../../checks/probe.ts';
import { copyTeamHome } from '../../cli/scratch.ts';
import { managedFolder } from '../managed-folder.ts';
import { readFolderLayers, withoutServers } from '../sessions/folder-layers.ts';
import { foldersToRoot } from '../team-layers.ts';

type Ask = Pick<ProbeContext, 'codexStart' | 'record' | 'home'>;
type Place = { teamHome: string; project: string };

/**
 * The rules files that a session in a folder gets, by the layers that the CLI itself names: a project that is
 * not trusted has none. A session is started for it, on a copy, since one whose sandbox may write begins to
 * trust the project by itself.
 */
export async function findRulesHere(ask: Ask, place: Place): Promise<RulesHere> {
  const { teamHome, project } = place;
  // Without a file there is nothing to ask.
  const all = await rulesIn([
    managedFolder,
    teamHome,
    ...(await foldersToRoot(project)).map((one) => join(one, '.codex')),
  ]);
  if (all.length === 0) return { inForce: [], ignored: [] };
  await copyTeamHome(teamHome, ask.home, ['config.toml']);
  return withAppServer(ask, async ({ client, handshake }): Promise<RulesHere> => {
    if (handshake.type !== 'answered') return { inForce: all, ignored: [] };
    const at = { folder: project, copy: ask.home, home: teamHome };
    try {
      const before = await readFolderLayers(client, at);
      await client
        .request('thread/start', { cwd: project, ephemeral: true, config: withoutServers(before) })
        .catch(refusalOnly);
      // Lowest first, as the CLI loads them.
      const layers = [...(await readFolderLayers(client, at))].reverse();
      const found = await Promise.all(
        layers.map(async ({ file, ignored }) => ({ ignored, files: await rulesIn([dirname(file)]) })),
      );
      return {
        inForce: found.flatMap(({ ignored, files }) => (ignored === undefined ? files : [])),
        ignored: found.flatMap(({ ignored: reason, files }) =>
          reason === undefined ? [] : files.map((file) => ({ file, reason })),
        ),
      };
    } catch (cause) {
      refusalOnly(cause);
      // A configuration that is not read is judged by other checks; the rules can be tried all the same.
      return { inForce: all, ignored: [] };
    }
  });
}

/** The rules files of some layers, each by the folder of its `config.toml`. */
export async function rulesIn(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async (folder) => {
      const names = await readdir(join(folder, 'rules')).catch(() => []);
      return names
        .filter((name) => name.endsWith('.rules'))
        .sort()
        .map((name) => join(folder, 'rules', name));
    }),
  );
  return found.flat();
}

function refusalOnly(cause: unknown): void {
  if (!(cause instanceof AppServerError)) throw cause;
}
