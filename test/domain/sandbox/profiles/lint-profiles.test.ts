import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { formatField } from '../../../../src/domain/base/shape/finding.ts';
import { lintPolicy } from '../../../../src/domain/policy/lint-policy.ts';
import { isAboutProfiles, lintProfiles } from '../../../../src/domain/sandbox/profiles/lint-profiles.ts';
import { customProfiles } from '../../../support/sandbox-profiles.ts';

const lint = (toml: string, version = '0.139.0', codexFolder?: string) =>
  lintProfiles(parse(toml), { version, codexFolder }).map(
    ({ effect, path, message }) => `${effect} ${formatField(path)}: ${message}`,
  );
const inProfile = (toml: string) => `default_permissions = "p"\n[permissions.p]\n${toml}`;

describe('the lint of permission profiles', () => {
  it('has nothing to say of good ones', () => {
    expect(lint(customProfiles)).toEqual([]);
    expect(lint('model = "x"\n[permissions]\n')).toEqual([]);
  });

  // docs/codex-facts.md, "Permission profiles"; each was given to the real 0.139.0.
  it.each([
    [inProfile('descripton = "x"'), 'ignored permissions.p.descripton: .* did you mean "description"'],
    [
      inProfile('[permissions.p.filesytem]\n"~/s" = "deny"'),
      'ignored permissions.p.filesytem: .*"filesystem"',
    ],
    [inProfile('network = { enable = true }'), 'ignored permissions.p.network.enable: .*"enabled"'],
    [
      inProfile('filesystem = { ":project_roots" = "write" }'),
      'ignored .*":project_roots": 0.139.0 does not know',
    ],
    [inProfile('filesystem = { ":workspace_rots" = "write" }'), 'ignored .*does not know this special path'],
    [inProfile('filesystem = { "secret" = "deny" }'), 'refused .*must be absolute'],
    [inProfile('filesystem = { "/a" = "rw" }'), 'refused .*must be read, write or deny'],
    [
      inProfile('filesystem = { ":workspace_roots" = { "../x" = "read" } }'),
      'refused .*may not leave the folder',
    ],
    [inProfile('filesystem = { ":root" = "write" }'), 'changed .*other processes are open too'],
    [
      inProfile('network = { enabled = true, domains = { "a.com" = "allow" } }'),
      'changed .*domains: .*not enforced',
    ],
    [
      inProfile('filesystem = { ":workspace_roots" = { "**/*.env" = "deny" } }'),
      'changed .*\\*\\*/\\*\\.env": .*the CLI warns of it',
    ],
    [inProfile('extends = ":workspase"'), 'refused permissions.p.extends: there is no profile'],
    [inProfile('extends = ":danger-full-access"'), 'refused .*cannot be extended'],
    [inProfile('extends = "p"'), 'refused .*extends itself: p -> p'],
    ['default_permissions = ":read-only"\n[permissions.":mine"]\n', 'refused .*belong to the CLI'],
    ['[permissions.p]\n', 'refused permissions: .*default_permissions does not choose one'],
    // What is meant stays open on the real 0.139.0 with each of these.
    [inProfile('filesystem = { "~/.ssh " = "deny" }'), 'ignored .*a blank at an end of "~/.ssh " is a part'],
    [
      inProfile('filesystem = { ":workspace_roots" = { "secrets\\u00a0" = "deny" } }'),
      'ignored .*a blank at an end of "secrets<U\\+00A0>"',
    ],
    [inProfile('filesystem = { "~/.ssh /id" = "deny" }'), 'ignored .*begins or ends with a blank'],
    [inProfile('filesystem = { "~/.ssh\\n" = "deny" }'), 'ignored .*a blank at an end of "~/.ssh<U\\+000A>"'],
    [inProfile('filesystem = { "~/.s\\u0000sh" = "deny" }'), 'ignored .*U\\+0000, which is not seen'],
    [inProfile('filesystem = { "~/.ss\\u200bh" = "deny" }'), 'ignored .*~/.ss<U\\+200B>h can be mistaken'],
    [
      inProfile('filesystem = { "~/.\\u0455sh" = "deny" }'),
      'ignored .*~/.<U\\+0455>sh can be mistaken for another name: .* mixes Latin and Cyrillic',
    ],
    [inProfile('filesystem = { "~/.ssh" = {} }'), 'ignored .*"~/.ssh": an empty table says nothing'],
    [inProfile('filesystem = {}'), 'ignored .*filesystem: an empty table says nothing'],
    [
      inProfile('filesystem = { "~/.ssh" = { access = "deny" } }'),
      'ignored .*access: it is taken for ~/.ssh/access',
    ],
    [
      inProfile('filesystem = { "~/.config" = "deny", "~/.config/gh" = "read" }'),
      'ignored .*"~/.config/gh": it stays closed',
    ],
    [
      inProfile(
        'extends = "q"\nfilesystem = { "~/.ssh/id" = "read" }\n[permissions.q.filesystem]\n"~" = "deny"',
      ),
      'ignored permissions.p.filesystem."~/.ssh/id": it stays closed',
    ],
    [`${inProfile('[permissions.P]')}`, 'ignored permissions.P: P and p are two profiles'],
    [
      'default_permissions = "p"\n[profiles.p.filesystem]\n"~/.ssh" = "deny"\n[permissions.p]',
      'ignored profiles.p.filesystem: permission profiles are in \\[permissions\\]',
    ],
    ['default_permissions = "q"\n[permissions.p]\n', 'refused default_permissions: there is no profile "q"'],
    [`sandbox_mode = "read-only"\n${inProfile('')}`, 'changed sandbox_mode: '],
  ])('%j: %s', (toml, finding) => {
    expect(lint(toml)).toEqual([expect.stringMatching(new RegExp(`^${finding}`))]);
  });

  it.each([
    ['extends = 7', 'extends', 'a text in quotes'],
    ['filesystem = "x"', 'filesystem', 'a table'],
    ['network = ["y"]', 'network', 'a table'],
    ['workspace_roots = 1', 'workspace_roots', 'a table'],
  ])('finds a field of another kind than the CLI takes: %s', (toml, field, kind) => {
    expect(lint(inProfile(toml))).toEqual([`refused permissions.p.${field}: must be ${kind}`]);
  });

  it('is content with a pattern that the profile, or one that it extends, bounds', () => {
    const glob = '":workspace_roots" = { "**/*.env" = "deny" }';
    expect(lint(inProfile(`filesystem = { glob_scan_max_depth = 3, ${glob} }`))).toEqual([]);
    const heir = `[permissions.q]\nextends = "p"\nfilesystem = { ${glob} }\n`;
    expect(lint(`${inProfile('filesystem = { glob_scan_max_depth = 3 }\n')}${heir}`)).toEqual([]);
    expect(
      lint(inProfile('filesystem = { ":workspace_roots" = { "**" = "read", "*.env" = "deny" } }')),
    ).toEqual([]);
  });

  it('takes a former path in the version that knows it again', () => {
    const toml = inProfile('filesystem = { ":project_roots" = "write" }');
    expect(lint(toml, '0.169.0')).toEqual([]);
  });

  it('lets domains be where the proxy is', () => {
    const toml = inProfile('network = { enabled = true, domains = { "a.com" = "allow" } }');
    expect(lint(`features = { network_proxy = true }\n${toml}`)).toEqual([]);
  });

  it.each([
    ['":minimal" = "read"', '/home/me/.npm/codex/bin', 1],
    ['":minimal" = "read"', '/usr/lib/codex/bin', 0],
    ['":minimal" = "read"\n"/home/me/.npm" = "read"', '/home/me/.npm/codex/bin', 0],
    ['":root" = "read"', '/home/me/.npm/codex/bin', 0],
    ['"/home/m" = "read"', '/home/me/.npm/codex/bin', 1],
  ])('with %j and the CLI in %s: %i findings', (filesystem, folder, count) => {
    const toml = `default_permissions = "p"\n[permissions.p.filesystem]\n${filesystem}\n`;
    expect(lint(toml, '0.139.0', folder)).toHaveLength(count);
  });

  // What each does was seen on the real CLI of these versions, but for the folders that are only wide.
  it.each([
    ['"~" = "write"', '0.139.0', /^changed .*home writable/],
    ['"~/.ssh" = "write"', '0.139.0', /^changed .*outside of the sandbox/],
    ['"/etc" = "write"', '0.139.0', /^changed .*a command can change the machine/],
    ['"/usr/" = { "." = "write" }', '0.139.0', /^changed .*folder of the system/],
    ['"*.log" = "write"', '0.139.0', /refused .*a pattern can only be denied/],
    ['":workspace_roots" = { "src/*" = "read" }', '0.139.0', /^refused .*a pattern can only be denied/],
    ['":workspace_roots" = { "src/*/key" = "deny" }', '0.139.0', /^ignored .*0\.139\.0 denies nothing/],
    ['":workspace_roots" = { "src/*/key" = "deny" }', '0.160.0', /^ignored .*0\.160\.0 denies nothing/],
    ['"/srv/*/key" = "deny"', '0.139.0', /^ignored .*denies nothing/],
    ['"/**/.ssh/id" = "deny"', '0.139.0', /^ignored .*anywhere on the disk/],
    ['"/srv" = { "*/key" = "deny" }', '0.139.0', /^ignored .*denies nothing/],
    ['":workspace_roots" = { "{a,b}.key" = "deny" }', '0.139.0', /^changed .*braces literally/],
    ['":workspace_roots" = { "a[" = "deny" }', '0.139.0', /^changed .*open bracket/],
    [
      'glob_scan_max_depth = 3\n":workspace_roots" = { "**/.ssh" = "deny" }',
      '0.139.0',
      /^changed .*stays readable/,
    ],
  ])('%s on %s: %s', (filesystem, version, expected) => {
    expect(lint(inProfile(`[permissions.p.filesystem]\n${filesystem}`), version)).toContainEqual(
      expect.stringMatching(expected),
    );
  });

  it.each([
    ['"~/build" = "write"', '0.139.0'],
    ['"~/a" = "deny"\n"~/a/b" = "write"\n"~/a/b/c" = "read"', '0.139.0'],
    ['"~/build/**" = "write"', '0.139.0'],
    ['"/srv/data" = "write"', '0.139.0'],
    ['":workspace_roots" = { "src/*/key" = "deny" }', '0.169.0'],
    ['":workspace_roots" = { "*/.env" = "deny" }', '0.139.0'],
    ['":workspace_roots" = { "src/*.key" = "deny" }', '0.139.0'],
    ['glob_scan_max_depth = 3\n":workspace_roots" = { "src/**/key" = "deny" }', '0.139.0'],
  ])('has nothing to say of %s on %s', (filesystem, version) => {
    expect(lint(inProfile(`[permissions.p.filesystem]\n${filesystem}`), version)).toEqual([]);
  });

  it('is part of the lint of a config.toml, with places', () => {
    const findings = lintPolicy(
      { text: `modell = "x"\n${inProfile('extend = ":workspace"')}`, file: 'config.toml' },
      { kind: 'config', version: '0.139.0' },
    );
    expect(findings.filter(isAboutProfiles)).toEqual([
      expect.objectContaining({ field: 'modell' }),
      expect.objectContaining({
        field: 'permissions.p.extend',
        place: { file: 'config.toml', line: 4, column: 1 },
        remedy: 'Write extends.',
      }),
    ]);
  });

  it('leaves out a key of the file that another version knows', () => {
    const text = 'model_supports_reasoning_summaries = true\n';
    const findings = lintPolicy({ text, file: 'config.toml' }, { kind: 'config', version: '0.169.0' });
    expect(findings).toMatchObject([{ effect: 'ignored', knownTo: '<0.160.0' }]);
    expect(findings.filter(isAboutProfiles)).toEqual([]);
  });

  it.each([
    ['permision', '[permision.p.filesystem]\n"~/.ssh" = "deny"\n'],
    ['filesystem', '[filesystem]\n"~/.ssh" = "deny"\n'],
    ['profiles.p.filesystem', '[profiles.p.filesystem]\n"~/.ssh" = "deny"\n'],
  ])(
    'names a table of the file that the CLI ignores, since it may be meant for a profile: %s',
    (field, text) => {
      const findings = lintPolicy({ text, file: 'config.toml' }, { kind: 'config', version: '0.139.0' });
      expect(findings.filter(isAboutProfiles)).toMatchObject([{ effect: 'ignored', field }]);
    },
  );

  it.each(['"~/My Documents"', '"~/Документы"', '"~/dépôt"', '"~/src/данные"'])(
    'takes %s as it is',
    (name) => {
      expect(lint(inProfile(`filesystem = { ${name} = "deny" }`))).toEqual([]);
    },
  );
});
