import { showName } from '../../base/text/look-alike.ts';
import { canaryName, type MovedPlace, type NamedPlace, type NamedPlaces } from './named-places.ts';
import type { Places } from './places.ts';
import type { SandboxProbe } from './probe.ts';

/** Links of the workspace that lead out of it. */
export const linkOut = 'link-out';
export const linkDenied = 'link-denied';

/** A repository in the workspace, and a worktree of another one. */
export const nestedRepository = 'nested';
export const linkedWorktree = 'linked';

/** The git folder of a repository whose worktree the workspace has. */
export const mainGitFolder = 'main/.git/worktrees/linked';

/** A variable with a canary, named as people name secrets. */
export const secretVariable = 'COCKPIT_CANARY_TOKEN';

/** A setting of the kernel that names the program that runs when another one crashes. */
const kernelSetting = '/proc/sys/kernel/core_pattern';

const dockerSocket = '/var/run/docker.sock';

/** Things of an isolated folder that are not places: who wants to reach them is told where they are. */
export const pipeName = 'pipe';
export const socketName = 'socket';
export const datagramName = 'datagram';

/** An earlier session, as the CLI keeps it below CODEX_HOME. */
export const earlierSession = 'sessions/2026/01/01/rollout.jsonl';

/**
 * Everything that is tried under one profile.
 *
 * @param nonce names the files that are written, so that profiles do not meet
 */
export function listProbes(
  { tried, moved }: Pick<NamedPlaces, 'tried' | 'moved'>,
  { places, nonce }: { places: Places; nonce: string },
): readonly SandboxProbe[] {
  const write = (id: string, title: string, path: string, lands = path): WriteProbe => ({
    act: 'write',
    id,
    title,
    path: `${path}/${nonce}`,
    lands: `${lands}/${nonce}`,
  });
  const plant = (id: string, name: string, risk: string): SandboxProbe => {
    const path = `${workspace}/package-${nonce}/${name}`;
    return { act: 'write', id, title: `write ${name} in a folder`, path, lands: path, risk };
  };
  const read = (id: string, title: string, path: string, reads = path): SandboxProbe => ({
    act: 'read',
    id,
    title,
    path,
    reads,
  });
  const { workspace, gitFolder, outside, userHome, codexHome, login, tmpdir, services } = places;
  const codexFolder = login.slice(0, login.lastIndexOf('/'));
  const loginFolder = places.loginName.slice(0, places.loginName.lastIndexOf('/'));
  const linked = tried.find(({ use, isReal }) => use === 'read' && !isReal);
  return [
    write('write.workspace', 'write in the workspace', workspace),
    write('write.outside', 'write outside', outside),
    write('write.link', 'write outside through a link', `${workspace}/${linkOut}`, outside),
    write('write.home', 'write in the home', userHome),
    write('write.tmp', 'write in /tmp', '/tmp'),
    write('write.tmpdir', 'write in $TMPDIR', tmpdir),
    write('write.git', 'write in .git', gitFolder),
    write('write.submodule', 'write in .git/modules', `${gitFolder}/modules/sub`),
    write('write.worktree', 'write in a linked .git', `${outside}/${mainGitFolder}`),
    {
      act: 'append',
      id: 'write.worktree-file',
      title: 'write .git of a worktree',
      path: `${workspace}/${linkedWorktree}/.git`,
      risk: 'the file says where the git folder is: git of the person follows it to hooks and settings of a command',
    },
    write('write.codex', 'write in .codex', `${workspace}/.codex`),
    write('write.agents', 'write in .agents', `${workspace}/.agents`),
    write('write.codex-home', 'write in CODEX_HOME', codexHome),
    plant(
      'write.nested-codex',
      '.codex/config.toml',
      'a session that starts in that folder takes its settings, once it is trusted',
    ),
    plant(
      'write.nested-agents',
      '.agents/skills/a/SKILL.md',
      'a session that starts in that folder has its skills',
    ),
    plant('write.agents-md', 'AGENTS.md', 'sessions follow the instructions in it'),
    {
      ...write(
        'write.nested-git',
        'write hooks of a nested .git',
        `${workspace}/${nestedRepository}/.git/hooks`,
      ),
      risk: 'git runs its hooks for the person, without a sandbox',
    },
    {
      act: 'pipe',
      id: 'write.pipe',
      title: 'write into a pipe outside',
      path: `${services}/${pipeName}`,
      risk: 'a read-only place does not stop writing into a pipe',
    },
    read('read.workspace', 'read in the workspace', `${workspace}/${canaryName}`),
    read('read.home', 'read in the home', `${userHome}/${canaryName}`),
    read('read.outside', 'read outside', `${outside}/${canaryName}`),
    {
      ...read('read.auth', 'read auth.json', login),
      risk: `a command can read the login of the CLI; "${places.loginName}" = "deny" closes it`,
    },
    {
      ...read('read.sessions', 'read earlier sessions', `${codexFolder}/${earlierSession}`),
      risk: `a command can read what other sessions said and saw; "${loginFolder}/sessions" = "deny" closes it`,
    },
    {
      act: 'variable',
      id: 'read.environment',
      title: 'read a secret variable',
      name: secretVariable,
      risk: 'a command has the environment of the CLI; in sessions shell_environment_policy leaves secrets out, with features.shell_snapshot = false',
    },
    ...tried.map((place) => probeOf(place, write)),
    ...moved.map((place) => movedProbeOf(place, nonce)),
    ...(linked
      ? [
          read(
            'read.link',
            `read ${showName(linked.name)} through a link`,
            linked.path.endsWith(`/${canaryName}`)
              ? `${workspace}/${linkDenied}/${canaryName}`
              : `${workspace}/${linkDenied}`,
            linked.meant ?? linked.path,
          ),
        ]
      : []),
    { act: 'connect', id: 'net.connect', title: 'connect to this machine' },
    { act: 'bind', id: 'net.bind', title: 'listen on this machine' },
    { act: 'outbound', id: 'net.outbound', title: 'connect to the internet' },
    {
      act: 'socket',
      id: 'net.socket',
      title: 'connect to a stream socket',
      path: `${services}/${socketName}`,
      answers: true,
      risk: 'with the network on, commands reach the services of this machine',
    },
    {
      act: 'socket',
      id: 'net.docker',
      title: 'connect to docker.sock',
      path: dockerSocket,
      answers: false,
      risk: 'who reaches Docker can do everything on this machine',
    },
    {
      act: 'datagram',
      id: 'net.datagram',
      title: 'send a datagram',
      path: `${services}/${datagramName}`,
      risk: 'services of this machine that take datagrams on a Unix socket are reached without the network',
    },
    { act: 'processes', id: 'processes', title: 'see other processes' },
    {
      act: 'privileges',
      id: 'privileges',
      title: 'have capabilities of root',
      risk: 'as root a command can mount, and so undo every denial; do not run the CLI as root',
    },
    {
      act: 'namespace',
      id: 'namespaces',
      title: 'make a user namespace',
      risk: 'in a user namespace of its own a command has all capabilities, and reaches more of the kernel',
    },
    {
      act: 'append',
      id: 'write.kernel',
      title: 'change kernel settings',
      path: kernelSetting,
      risk: 'as root a command can change settings of this machine; do not run the CLI as root',
    },
  ];
}

type WriteProbe = Extract<SandboxProbe, { act: 'write' }>;

function probeOf(
  { use, name, title, path, isReal, isFile, missing, meant = path }: NamedPlace,
  write: (id: string, title: string, path: string) => WriteProbe,
): SandboxProbe {
  const id = `${use}:${name}`;
  if (use === 'read')
    return isReal ? { act: 'look', id, title, path } : { act: 'read', id, title, path, reads: meant };
  return isReal || isFile ? { act: 'access', id, title, path } : { ...write(id, title, path), missing };
}

const whyMoved =
  'a rule is for a path, and not for what is there: who may rename a folder above it gets around it. Name the topmost folder.';

function movedProbeOf({ use, name, from, rename, path }: MovedPlace, nonce: string): SandboxProbe {
  const of = `${use}:${name}`;
  const all = { id: `${of}, renamed`, title: `${use} ${showName(name)}, renamed`, risk: whyMoved, rename };
  if (use === 'read') return { ...all, act: 'read renamed', path, reads: from, of };
  const written = `${from}/renamed-${nonce}`;
  return { ...all, act: 'write renamed', path: written, lands: written };
}
