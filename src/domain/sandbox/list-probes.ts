import { exampleOfGlob } from './glob.ts';
import { folderOf, isGlob, isWithin, type Places } from './places.ts';
import type { SandboxProbe } from './probe.ts';
import type { FilesystemRule, SandboxProfile } from './profile.ts';

/** A place that a profile denies: a canary stands in for it, or it is a real one that is only counted. */
export type DeniedPlace = {
  /** As the profile names it. */
  name: string;
  path: string;
  isReal: boolean;
};

/**
 * The places that any of the profiles denies, each once. A pattern gets an example that it matches, and one far
 * down when it is meant for any depth.
 */
export function deniedPlaces(profiles: readonly SandboxProfile[], places: Places): readonly DeniedPlace[] {
  const found = new Map<string, DeniedPlace>();
  for (const rule of profiles.flatMap(({ rules }) => rules)) {
    if (rule.access !== 'deny') continue;
    for (const down of [1, farDown]) {
      const place = deniedPlace(rule, places, down);
      if (place && !found.has(place.path)) found.set(place.path, place);
    }
  }
  return [...found.values()];
}

/** Folders between a workspace and a file far down. */
const farDown = 12;

function deniedPlace(rule: FilesystemRule, places: Places, down: number): DeniedPlace | undefined {
  const { scope } = rule;
  const playground = [places.workspace, places.userHome];
  if (scope.type !== 'workspace' && scope.type !== 'path') return undefined;
  const path = isGlob(scope.path) ? exampleIn(scope, places, down) : folderOf(rule, places);
  if (path === undefined || playground.includes(path)) return undefined;
  const isReal = !playground.some((folder) => isWithin(path, folder));
  // An example of a glob on the real disk would be a file that is not there.
  if (isReal && isGlob(scope.path)) return undefined;
  return { name: down === 1 ? scope.path : `${scope.path}, far down`, path, isReal };
}

function exampleIn(
  scope: { type: 'workspace' | 'path'; path: string },
  places: Places,
  down: number,
): string {
  const example = exampleOfGlob(scope.path, down);
  if (scope.type === 'workspace') return `${places.workspace}/${example}`;
  return example.startsWith('~/') ? `${places.userHome}/${example.slice(2)}` : example;
}

/**
 * Everything that is tried under one profile.
 *
 * @param nonce names the files that are written, so that profiles do not meet
 */
export function listProbes(
  denied: readonly DeniedPlace[],
  { places, nonce }: { places: Places; nonce: string },
): readonly SandboxProbe[] {
  const write = (id: string, title: string, folder: string, lands = folder): SandboxProbe => ({
    act: 'write',
    id,
    title,
    path: `${folder}/${nonce}`,
    lands: `${lands}/${nonce}`,
  });
  const read = (id: string, title: string, path: string, reads = path): SandboxProbe => ({
    act: 'read',
    id,
    title,
    path,
    reads,
  });
  const { workspace, outside, userHome, codexHome, tmpdir } = places;
  const standIns = denied.filter(({ isReal }) => !isReal);
  return [
    write('write.workspace', 'write in the workspace', workspace),
    write('write.outside', 'write outside', outside),
    write('write.link', 'write outside through a link', `${workspace}/${linkOut}`, outside),
    write('write.tmp', 'write in /tmp', '/tmp'),
    write('write.tmpdir', 'write in $TMPDIR', tmpdir),
    write('write.git', 'write in .git', `${workspace}/.git`),
    write('write.codex', 'write in .codex', `${workspace}/.codex`),
    write('write.agents', 'write in .agents', `${workspace}/.agents`),
    write('write.codex-home', 'write in CODEX_HOME', codexHome),
    read('read.workspace', 'read in the workspace', `${workspace}/${canaryName}`),
    read('read.home', 'read in the home', `${userHome}/${canaryName}`),
    read('read.outside', 'read outside', `${outside}/${canaryName}`),
    ...denied.map(
      ({ name, path, isReal }): SandboxProbe =>
        isReal
          ? { act: 'count', id: `read:${name}`, title: `read ${name}`, path }
          : read(`read:${name}`, `read ${name}`, canaryOf(path)),
    ),
    ...standIns
      .slice(0, 1)
      .map(({ name, path }) =>
        read(
          'read.link',
          `read ${name} through a link`,
          isFile(path) ? `${workspace}/${linkDenied}` : `${workspace}/${linkDenied}/${canaryName}`,
          canaryOf(path),
        ),
      ),
    { act: 'connect', id: 'net.connect', title: 'connect to this machine' },
    { act: 'bind', id: 'net.bind', title: 'listen on this machine' },
    { act: 'outbound', id: 'net.outbound', title: 'connect to the internet' },
    { act: 'processes', id: 'processes', title: 'see other processes' },
  ];
}

/** Links of the workspace that lead out of it. */
export const linkOut = 'link-out';
export const linkDenied = 'link-denied';

/** The file with the canary in a folder. */
export const canaryName = 'canary';

/** A denied place with an ending is a file; any other is a folder with a canary in it. */
export function canaryOf(path: string): string {
  return isFile(path) ? path : `${path}/${canaryName}`;
}

/** Whether a name looks like one of a file: `.env` and `id.pem` do, `.ssh` and `secret` do not. */
export function isFile(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /[^.]\.\w+$/.test(name) || /^\.(env|netrc|npmrc|pypirc|git-credentials)$/.test(name);
}
