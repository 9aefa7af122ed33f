import { describe, expect, it } from 'vitest';
import { LEGACY, legacyProfile } from '../../../../src/domain/sandbox/profiles/legacy-settings.ts';
import {
  ignoredInProfiles,
  readTeamProfiles,
} from '../../../../src/domain/sandbox/profiles/profile-source.ts';
import { chooseProfiles, planTrials } from '../../../../src/domain/sandbox/trials/plan-trials.ts';

const file = (name: string, text: string) => ({ file: name, text });
const home = (text: string) =>
  readTeamProfiles({ config: file('config.toml', text), project: undefined, requirements: undefined });

describe('the profiles of a person and a project', () => {
  const merged = readTeamProfiles({
    config: file('home.toml', 'default_permissions = "a"\n[permissions.a]\nextends = ":workspace"\n'),
    project: file(
      'project.toml',
      '[permissions.b]\nextends = "a"\n[permissions.b.filesytem]\n"~/s" = "deny"\n',
    ),
    requirements: undefined,
  });

  it('are merged, and each setting keeps its place', () => {
    expect(chooseProfiles(merged.source, [])).toEqual([
      ':read-only',
      ':workspace',
      ':danger-full-access',
      'a',
      'b',
    ]);
    expect(merged.source.placeOf(['a', 'extends'])).toMatchObject({ file: 'home.toml', line: 3 });
    expect(merged.source.placeOf(['b', 'extends'])).toMatchObject({ file: 'project.toml', line: 2 });
    expect(ignoredInProfiles(merged.source, '0.139.0')).toMatchObject([
      { field: 'permissions.b.filesytem', place: { file: 'project.toml', line: 3 } },
    ]);
    expect(merged.text).toContain('[permissions.b.filesytem]');
  });

  it('are those of the person alone, byte for byte, where the project has none', () => {
    const text = '# mine\ndefault_permissions = ":workspace"\n';
    const config = file('home.toml', text);
    const project = file('project.toml', 'model = "x"\n');
    expect(readTeamProfiles({ config, project, requirements: undefined }).text).toBe(text);
  });

  it('have the keys that the CLI ignores in requirements too', () => {
    const requirements = file('r.toml', '[permissions.corp.filesytem]\n"~/.ssh" = "deny"\n');
    const { source } = readTeamProfiles({ config: undefined, project: undefined, requirements });
    expect(ignoredInProfiles(source, '0.139.0')).toMatchObject([
      { field: 'permissions.corp.filesytem', place: { file: 'r.toml', line: 1 } },
    ]);
  });
});

describe('settings before profiles', () => {
  const legacy = (text: string) => legacyProfile(home(text).source);

  it('are tried in a session, like a profile', () => {
    const { source } = home('sandbox_mode = "read-only"\n');
    expect(
      planTrials(source, { profiles: chooseProfiles(source, []), live: false, fullAccess: false }),
    ).toMatchObject([
      { profile: ':read-only', mode: 'helper' },
      { profile: ':workspace', mode: 'helper' },
      { profile: LEGACY, mode: 'live' },
    ]);
  });

  it('open what they say', () => {
    const found = legacy(
      'sandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nwritable_roots = ["/", "relative"]\nnetwork_access = true\nexclude_slash_tmp = true\n',
    );
    expect(found?.network.enabled).toBe(true);
    expect(found?.rules.map(({ text }) => text)).toEqual([
      '":root" = "read"',
      '":workspace_roots" = "write"',
      '":tmpdir" = "write"',
      'writable_roots "/"',
    ]);
  });

  it('need consent without a sandbox, and do not count beside a profile', () => {
    const { source } = home('sandbox_mode = "danger-full-access"\n');
    const of = (fullAccess: boolean) => planTrials(source, { profiles: [LEGACY], live: false, fullAccess });
    expect(of(false)).toEqual([]);
    expect(of(true)).toMatchObject([{ profile: LEGACY, mode: 'live' }]);
    expect(legacy('sandbox_mode = "read-only"\ndefault_permissions = ":workspace"\n')).toBeUndefined();
  });
});
