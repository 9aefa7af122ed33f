import { describe, expect, it } from 'vitest';
import { namedPlaces, rulesOf } from '../../../../src/domain/sandbox/trials/named-places.ts';
import { customProfiles, places, profilesIn } from '../../../support/sandbox-profiles.ts';

const named = (toml: string, more: Partial<Parameters<typeof namedPlaces>[0]> = {}) =>
  namedPlaces({ rules: rulesOf(profilesIn(toml)), ...more }, places);

const pathsOf = (toml: string, more?: Partial<Parameters<typeof namedPlaces>[0]>) =>
  Object.fromEntries(named(toml, more).tried.map(({ use, name, path }) => [`${use}:${name}`, path]));

const denying = (...paths: string[]) =>
  `[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n${paths.map((path) => `"${path}" = "deny"\n`).join('')}`;

const denyingInWorkspace = (...paths: string[]) =>
  `[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem.":workspace_roots"]\n${paths.map((path) => `"${path}" = "deny"\n`).join('')}`;

describe('the places that profiles name', () => {
  it('get a canary, and a pattern gets files that it matches and one beside them', () => {
    expect(pathsOf(customProfiles)).toEqual({
      'read:~/secret': '/play/user/secret/canary',
      'read:**/*.env': '/play/workspace/deep/any.env',
      'read:**/*.env, far down': `/play/workspace/${'deep/'.repeat(12)}any.env`,
      'read:beside **/*.env': '/play/workspace/deep/any.envx',
    });
  });

  it('are real ones where they are absolute, and those to be written are tried too', () => {
    const toml = `${denying('/data/keys')}"/etc" = "write"\n"~/out" = "write"\n`;
    expect(named(toml).tried).toMatchObject([
      { use: 'read', name: '/data/keys', path: '/data/keys', isReal: true },
      { use: 'write', name: '/etc', path: '/etc', isReal: true },
      { use: 'write', name: '~/out', path: '/play/user/out', isReal: false },
    ]);
  });

  it('have a stand-in below a disk of the isolated folder where a pattern is absolute', () => {
    expect(pathsOf(denying('/data/*/key.pem'))).toEqual({
      'read:/data/*/key.pem': '/play/disk/data/any/key.pem',
      'read:beside /data/*/key.pem': '/play/disk/data/any/key.pemx',
    });
  });

  it('are tried once for each alternative, and in a folder where the name may be one', () => {
    expect(pathsOf(denyingInWorkspace('**/*.{key,pem}'))).toMatchObject({
      'read:**/*.{key,pem}': '/play/workspace/deep/any.key',
      'read:**/*.{key,pem}, as any.pem': '/play/workspace/deep/any.pem',
    });
    expect(pathsOf(denyingInWorkspace('**/id_rsa'))).toMatchObject({
      'read:**/id_rsa': '/play/workspace/deep/id_rsa',
      'read:**/id_rsa, as a folder': '/play/workspace/folder/id_rsa/canary',
    });
    expect(pathsOf(denyingInWorkspace('**/.ssh'))).toMatchObject({
      'read:**/.ssh': '/play/workspace/folder/.ssh/canary',
    });
  });

  it('are named where they cannot be tried, and nothing is laid over another', () => {
    expect(named(denyingInWorkspace('**/[')).notTried).toEqual([
      { name: '**/[', reason: 'it is not a pattern that can be read' },
    ]);
    const clash = denyingInWorkspace('keys/any.env', 'keys/*.env/x');
    expect(named(clash).notTried).toContainEqual({
      name: 'keys/*.env/x',
      reason: 'keys/any.env is tried at the same place',
    });
  });

  it('are joined by those that expectations state', () => {
    const stated = [
      { use: 'read' as const, path: '~/.kube' },
      { use: 'write' as const, path: 'build' },
      { use: 'read' as const, path: '/srv/*/x' },
    ];
    const { tried, notTried } = named('', { stated });
    expect(tried).toMatchObject([
      { name: '~/.kube', path: '/play/user/.kube/canary' },
      { name: 'build', path: '/play/workspace/build' },
    ]);
    expect(notTried).toEqual([
      { name: '/srv/*/x', reason: 'an absolute pattern of an expectation has no substitute' },
    ]);
  });

  it('are links where they are links on this machine, and the target is read', () => {
    const { tried, links } = named(denying('~/.aws'), {
      machine: {
        found: new Map(),
        links: [{ in: 'home', from: '.aws', to: undefined, isAbsolute: false, isFile: false }],
      },
    });
    expect(links).toMatchObject([{ at: '/play/user/.aws', to: '/play/outside/target-1', isAbsolute: false }]);
    expect(tried).toMatchObject([
      { name: '~/.aws, its target', path: '/play/outside/target-1/canary', meant: '/play/user/.aws/canary' },
    ]);
  });

  it('are tried again after a folder above them was renamed, also those that a rule closes for writing', () => {
    const inWorkspace =
      '"secrets/prod.key" = "deny"\n"top" = "deny"\n".github/workflows" = "read"\n"**/secrets/**" = "deny"\n"**/*.env" = "deny"\n';
    const toml = `${denying('~/.config/gh')}[permissions.p.filesystem.":workspace_roots"]\n${inWorkspace}`;
    const { moved, tried } = named(toml, { scanDepth: 2 });
    expect(
      moved.map(({ use, name, from, rename, path }) => [`${use}:${name}`, from, rename.folder, path]),
    ).toEqual([
      [
        'read:~/.config/gh',
        '/play/user/.config/gh/canary',
        '/play/user/.config',
        '/play/user/renamed-.config/gh/canary',
      ],
      [
        'read:secrets/prod.key',
        '/play/workspace/secrets/prod.key',
        '/play/workspace/secrets',
        '/play/workspace/renamed-secrets/prod.key',
      ],
      [
        'write:.github/workflows',
        '/play/workspace/.github/workflows',
        '/play/workspace/.github',
        '/play/workspace/renamed-.github/workflows',
      ],
      [
        'read:**/secrets/**',
        '/play/workspace/moved-4/secrets/any',
        '/play/workspace/moved-4/secrets',
        '/play/workspace/moved-4/renamed-secrets/any',
      ],
      [
        'read:**/*.env',
        '/play/workspace/moved-5/any.env',
        '/play/workspace/moved-5',
        '/play/workspace/renamed/renamed/renamed/moved-5/any.env',
      ],
    ]);
    expect(tried).toContainEqual(
      expect.objectContaining({
        use: 'write',
        name: '.github/workflows',
        path: '/play/workspace/.github/workflows',
      }),
    );
    expect(named(denyingInWorkspace('**/*.env')).moved).toEqual([]);
  });

  it('are no more than one trial can take', () => {
    const { tried, notTried } = named(denying(...Array.from({ length: 400 }, (_, at) => `~/d${at}/x`)));
    expect(tried).toHaveLength(300);
    expect(notTried).toHaveLength(100);
    expect(notTried[0]).toEqual({
      name: '~/d300/x',
      reason: 'there are more places than one trial can take',
    });
  });

  it('do not include the isolated folder itself', () => {
    expect(
      named(`${denying('~/')}[permissions.p.filesystem.":workspace_roots"]\n"." = "deny"\n`).tried,
    ).toEqual([]);
  });
});
