import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { lintPolicy } from '../../../src/domain/policy/lint-policy.ts';
import {
  ourVerdict,
  POLICY_FILES,
  type PolicyFileKind,
  policyFileKind,
} from '../../../src/domain/policy/policy-report.ts';
import { exampleRequirements, refusedRequirements } from '../../support/policy-cases.ts';

const lint = (text: string | Uint8Array, version = '0.139.0', kind: PolicyFileKind = 'requirements') =>
  lintPolicy({ text, file: 'r.toml' }, { kind, version });

describe('a requirements file that the CLI refuses', () => {
  it.each(refusedRequirements)('is found: $what', ({ text, field, line, says }) => {
    for (const version of ['0.139.0', '0.169.0']) {
      const found = lint(text, version).filter(({ effect }) => effect === 'refused');
      expect(found[0]).toMatchObject({ place: { file: 'r.toml', line } });
      expect(found[0]?.field.startsWith(field)).toBe(true);
      expect(`${found[0]?.message} ${found[0]?.remedy}`).toMatch(says);
      expect(found[0]?.remedy).toMatch(/\w.*\.$/);
    }
  });
});

describe('the examples of the documentation', () => {
  it('have nothing that is refused or ignored', () => {
    for (const version of ['0.139.0', '0.169.0']) {
      for (const text of Object.values(exampleRequirements)) {
        expect(lint(text, version).filter(({ effect }) => effect !== 'changed')).toEqual([]);
      }
    }
  });

  it('are told of on-failure, which newer versions read as on-request', () => {
    expect(lint(exampleRequirements.lists, '0.169.0')).toMatchObject([
      { effect: 'changed', field: 'allowed_approval_policies[1]', place: { line: 2, column: 43 } },
    ]);
    expect(lint(exampleRequirements.rules)).toEqual([]);
  });
});

describe('what the CLI ignores without a word', () => {
  it('is a mistyped key, which is found with the key that was meant', () => {
    expect(lint('# ours\nallowed_sandbox_mode = ["read-only"]')).toMatchObject([
      {
        effect: 'ignored',
        field: 'allowed_sandbox_mode',
        place: { line: 2, column: 1 },
        message: '0.139.0 does not know this key; did you mean "allowed_sandbox_modes"?',
        remedy: 'Write allowed_sandbox_modes.',
      },
    ]);
  });

  it('is a mistyped key deep inside', () => {
    expect(lint('[permissions.filesystem]\ndeny_reads = ["/a"]')).toMatchObject([
      { effect: 'ignored', field: 'permissions.filesystem.deny_reads', place: { line: 2 } },
    ]);
    expect(
      lint('[rules]\nprefix_rules = [{ pattern = [{ token = "a" }], decision = "prompt", reason = "x" }]'),
    ).toMatchObject([{ effect: 'ignored', field: 'rules.prefix_rules[0].reason' }]);
  });

  it('is a key of a later version, and the version is named', () => {
    const text = '[models.new_thread]\nmodel = "gpt-5.5"';
    expect(lint(text, '0.139.0')).toMatchObject([
      { effect: 'ignored', field: 'models', remedy: expect.stringContaining('>=0.160.0') },
    ]);
    expect(lint(text, '0.169.0')).toEqual([]);
  });

  it('is a restriction of models, which no version knows', () => {
    for (const version of ['0.139.0', '0.169.0']) {
      expect(lint('allowed_models = ["gpt-5.5"]', version)).toMatchObject([{ effect: 'ignored' }]);
    }
  });
});

describe('what the CLI takes and does in another way', () => {
  it('is an identity with two halves', () => {
    expect(lint('[mcp_servers.a]\nidentity = { url = "x", command = "y" }')).toMatchObject([
      { effect: 'changed' },
    ]);
  });

  it('is a server name with a star and an identity with arguments', () => {
    const text =
      '[mcp_servers."*".identity]\ncommand = "npx"\n[mcp_servers.ctx.identity]\ncommand = "npx -y ctx"';
    expect(lint(text)).toMatchObject([
      { effect: 'changed', message: expect.stringContaining('every server of another name is disabled') },
      { effect: 'changed', remedy: 'Write command = "npx".' },
    ]);
  });

  it('is a managed hook whose script the project can replace', () => {
    const hook = (command: string) =>
      lint(`[[hooks.PreToolUse]]\nhooks = [{ type = "command", command = "${command}" }]`);
    expect(hook('./pre.sh')).toMatchObject([
      { effect: 'changed', field: 'hooks.PreToolUse[0].hooks[0].command' },
    ]);
    expect(hook('python3 scripts/pre.py')).toMatchObject([{ effect: 'changed' }]);
    expect(hook('/opt/acme/pre.sh --url https://a.example/b')).toEqual([]);
  });
});

describe('a denied path that the CLI never looks for', () => {
  it.each(['**/.env', '/**/.env', '/*/secret', '.env', './.env', '*.pem'])('is ignored: %s', (path) => {
    expect(lint(`[permissions.filesystem]\ndeny_read = ["${path}"]`)).toMatchObject([
      { effect: 'ignored', field: 'permissions.filesystem.deny_read[0]' },
    ]);
  });

  it.each(['/srv/**/.env', '/srv/.env', '~/.ssh', 'C:/secrets'])('is none of these: %s', (path) => {
    expect(lint(`[permissions.filesystem]\ndeny_read = ["${path}"]`)).toEqual([]);
  });
});

describe('a mistyped key in a table that strict mode does not look into', () => {
  it.each<[PolicyFileKind, string, string]>([
    ['requirements', '[[hooks.PreToolUs]]\nmatcher = "x"', 'hooks.PreToolUs'],
    ['requirements', '[[hooks.PreToolUse]]\nmatchr = "x"', 'hooks.PreToolUse[0].matchr'],
    ['config', '[[hooks.PreToolUs]]\nmatcher = "x"', 'hooks.PreToolUs'],
    [
      'config',
      '[[hooks.Stop]]\nhooks = [{ type = "command", command = "a", timeoutSec = 1 }]',
      'hooks.Stop[0].hooks[0].timeoutSec',
    ],
    ['config', '[apps.x]\nenable = false', 'apps.x.enable'],
    ['config', '[apps.x.tools.t]\napproval = "prompt"', 'apps.x.tools.t.approval'],
    ['config', '[tui]\nnotificatons = true', 'tui.notificatons'],
    ['config', '[agents.reviewer]\ndescription = "d"\nmodel = "m"', 'agents.reviewer.model'],
    ['config', '[tools.web_search]\ncontext = "low"', 'tools.web_search.context'],
    [
      'requirements',
      'default_permissions = "corp"\n[allowed_permission_profiles]\ncorp = true\n[permissions.corp.filesytem]\n"~/.ssh" = "deny"',
      'permissions.corp.filesytem',
    ],
  ])('is found in %s: %s', (kind, text, field) => {
    expect(lint(text, '0.139.0', kind)).toMatchObject([{ effect: 'ignored', field }]);
  });
});

describe('a file that is not UTF-8', () => {
  it('is refused with the byte, its line and its column', () => {
    const latin1 = Buffer.from('allow_appshots = false\n# caf\u00e9\n', 'latin1');
    expect(lint(latin1)).toMatchObject([
      { effect: 'refused', place: { line: 2, column: 6 }, message: 'not UTF-8: byte 0xe9 at offset 28' },
    ]);
  });

  it('is named as UTF-16 where it begins like that', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a = 1\n', 'utf16le')]);
    expect(lint(utf16)).toMatchObject([{ message: 'not UTF-8: byte 0xff at offset 0; the file is UTF-16' }]);
  });

  it('is none with the byte order mark of UTF-8, which the CLI takes', () => {
    expect(lint(Buffer.from('\uFEFFallow_appshots = false\n'))).toEqual([]);
  });
});

describe('a file that the CLI does not look for', () => {
  it('is one with capitals in its name', () => {
    const text = 'allow_appshots = false\n';
    const found = lintPolicy(
      { text, file: '/etc/codex/Requirements.toml' },
      { kind: 'requirements', version: '0.139.0' },
    );
    expect(found).toMatchObject([{ effect: 'ignored', remedy: 'Rename it to requirements.toml.' }]);
    expect(
      lintPolicy({ text, file: 'team-requirements.toml' }, { kind: 'requirements', version: '0.139.0' }),
    ).toEqual([]);
  });
});

describe('a config.toml in its place', () => {
  it('of a project has keys that the CLI ignores there', () => {
    const text =
      'notify = ["a"]\nmodel_provider = "p"\napproval_policy = "never"\n[model_providers.p]\nname = "p"\n';
    expect(lint(text, '0.139.0', 'project')).toMatchObject([
      { effect: 'ignored', field: 'notify', place: { line: 1 } },
      { effect: 'ignored', field: 'model_provider' },
      { effect: 'ignored', field: 'model_providers' },
    ]);
    expect(lint(text, '0.139.0', 'config')).toEqual([]);
  });

  it('of a profile has no profiles inside', () => {
    const text = '[profiles.ci]\nmodel = "m"\n';
    expect(lint(text, '0.139.0', 'profile')).toMatchObject([{ effect: 'ignored', field: 'profiles.ci' }]);
    expect(lint(text, '0.139.0', 'config')).toMatchObject([{ effect: 'changed', field: 'profiles.ci' }]);
  });

  it('names projects and writable folders by absolute paths', () => {
    const text =
      '[projects."~/x"]\ntrust_level = "trusted"\n[sandbox_workspace_write]\nwritable_roots = ["build", "/srv", "~/c"]\n';
    expect(lint(text, '0.139.0', 'config')).toMatchObject([
      { effect: 'ignored', field: 'projects."~/x"' },
      { effect: 'changed', field: 'sandbox_workspace_write.writable_roots[0]' },
    ]);
  });
});

describe('values that came later', () => {
  it('are refused by the version that does not know them', () => {
    expect(lint('allowed_web_search_modes = ["indexed"]', '0.139.0')).toMatchObject([
      { effect: 'refused', message: expect.stringContaining('>=0.160.0 does') },
    ]);
    expect(lint('allowed_web_search_modes = ["indexed"]', '0.169.0')).toEqual([]);
  });

  it('are not known of a version between two that were tried, and that is a warning', () => {
    const findings = lint('allow_remote_control = false', '0.150.0');
    expect(findings).toMatchObject([
      {
        effect: 'unknown',
        message: 'not known of 0.150.0: 0.139.0 does not know this key; >=0.160.0 does',
        remedy: 'Try it with 0.150.0: 0.139.0 and 0.160.0 were tried, and nothing between.',
      },
    ]);
    expect(ourVerdict(findings)).toBe('warn');
    expect(lint('allow_remote_control = false', '0.170.1')).toEqual([]);
  });

  it('do not excuse a key that neither of the two knows', () => {
    expect(lint('allow_remote_controls = false', '0.150.0')).toMatchObject([{ effect: 'ignored' }]);
  });

  it.each([
    'allow_login_shell = false',
    'computer_use.allow_persistent_approval = false',
    'models.new_thread.model = "x"',
    'feedback.enabled = false',
    'allowed_web_search_modes = ["indexed"]',
  ])('are taken by 0.160.0, as it complains of a wrong value there: %s', (text) => {
    expect(lint(text, '0.160.0')).toEqual([]);
  });

  it.each([
    ['0.130.0', 'allow_managed_hooks_only = true'],
    ['0.130.0', '[computer_use]\nallow_locked_computer_use = false'],
    ['0.130.0', '[permissions.corp]\nextends = ":workspace"'],
    ['0.130.0', '[[hooks.SubagentStart]]\nhooks = []'],
    ['0.133.0', 'allow_appshots = false'],
    ['0.133.0', 'default_permissions = "corp"\n[allowed_permission_profiles]\ncorp = true'],
    ['0.133.0', '[windows]\nallowed_sandbox_implementations = ["elevated"]'],
    ['0.139.0', 'allowed_permissions = ["corp"]'],
  ])('are ignored by %s, as it complains of no wrong value there: %s', (version, text) => {
    const found = lint(text, version);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ effect }) => effect === 'ignored')).toBe(true);
  });

  it.each([
    ['0.130.0', 'guardian_policy_config = "x"'],
    ['0.130.0', '[permissions.filesystem]\ndeny_read = ["/srv"]'],
    ['0.133.0', 'allow_managed_hooks_only = true'],
    ['0.133.0', '[computer_use]\nallow_locked_computer_use = false'],
    ['0.133.0', '[[hooks.SubagentStart]]\nhooks = []'],
  ])('are taken by %s: %s', (version, text) => {
    expect(lint(text, version)).toEqual([]);
  });

  it.each([
    ['goals.x = 1', 'ignored', undefined],
    ['web_search = "indexed"', 'refused', undefined],
    ['[[hooks.SessionEnd]]\nhooks = []', 'ignored', undefined],
    ['model_supports_reasoning_summaries = true', undefined, 'ignored'],
    ['daybreak = 1', 'ignored', 'ignored'],
    ['approval_policy = "untrusted"', undefined, 'refused'],
    ['approval_policy = "on-failure"', 'changed', 'changed'],
  ])('of config.toml are judged on 0.160.0 as it says itself: %s', (text, by139, by160) => {
    const effectOn = (version: string) =>
      lintPolicy({ text, file: 'config.toml' }, { kind: 'config', version })[0]?.effect;
    expect([effectOn('0.139.0'), effectOn('0.160.0')]).toEqual([by139, by160]);
  });

  it.each(['otel.environment = "x"', 'windows.require_mxc = true', 'application.storage = {}'])(
    'are not taken by 0.160.0, as it says itself: %s',
    (text) => {
      expect(lint(text, '0.160.0')).toMatchObject([{ effect: 'ignored' }]);
      expect(lint(text, '0.169.0')).toEqual([]);
    },
  );
});

describe('a config.toml', () => {
  it('with approval_policy = "untrusted" is good for 0.139.0 and refused for 0.169.0', () => {
    const text = 'approval_policy = "untrusted"';
    expect(lint(text, '0.139.0', 'config')).toEqual([]);
    expect(lint(text, '0.169.0', 'config')).toMatchObject([
      { effect: 'refused', field: 'approval_policy', place: { line: 1, column: 19 } },
    ]);
  });

  it('is told of a mistyped key, a chosen profile, and a server with two ways in', () => {
    const text = 'modle = "x"\nprofile = "p"\n[mcp_servers.a]\ncommand = "x"\nurl = "y"\n';
    expect(lint(text, '0.139.0', 'config')).toMatchObject([
      { effect: 'ignored', field: 'modle', remedy: 'Write model.' },
      { effect: 'refused', field: 'profile' },
      { effect: 'refused', field: 'mcp_servers.a.url', place: { line: 5 } },
    ]);
  });

  it('may hold everything that a team usually sets', () => {
    const text = `model = "gpt-5.5"
approval_policy = { granular = { sandbox_approval = true, rules = true, mcp_elicitations = true } }
sandbox_mode = "workspace-write"
web_search = "cached"
[features]
plugins = true
[tui]
notifications = true
[mcp_servers.docs]
command = "docs"
[shell_environment_policy]
inherit = "core"
`;
    expect(lint(text, '0.139.0', 'config')).toEqual([]);
    expect(lint(text, '0.169.0', 'config')).toEqual([]);
  });

  it('is not told of a name that JavaScript knows', () => {
    expect(lint('constructor = 1\n', '0.139.0', 'config')).toMatchObject([{ effect: 'ignored' }]);
  });
});

describe('the kind of a policy file', () => {
  it.each([
    ['/etc/codex/requirements.toml', 'requirements'],
    ['team-Requirements.toml', 'requirements'],
    ['managed_config.toml', 'managed_config'],
    ['config.toml', 'config'],
    ['ci.config.toml', 'profile'],
    ['requirements/config.toml', 'config'],
  ])('of %s is %s', (name, kind) => {
    expect(policyFileKind(name)).toBe(kind);
  });
});

describe('linting anything', () => {
  const word = fc
    .oneof(
      fc.constantFrom(
        'allowed_sandbox_modes',
        'rules',
        'prefix_rules',
        'identity',
        'features',
        'permissions',
        'toString',
      ),
      fc.string({ maxLength: 6 }),
    )
    .filter((text) => text !== '__proto__');
  const leaf = fc.oneof(word, fc.integer({ min: -9, max: 9 }), fc.boolean());
  const { table } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 3 }), tie('table')),
    table: fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  }));

  it('never breaks, and every finding has a place that the file has', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(...POLICY_FILES), (data, kind) => {
        const text = stringify(data);
        const lines = text.split('\n');
        for (const { place, remedy } of lintPolicy({ text, file: 'r.toml' }, { kind, version: '0.139.0' })) {
          expect(place.line).toBeLessThanOrEqual(lines.length);
          expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1);
          expect(remedy).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['requirements', '[permissions.filesystem]\ndeny_read = ["/srv"]\nallow_appshots = false\n', 3],
    ['config', '[tui]\nanimations = false\napproval_policy = "never"\n', 3],
    ['config', '[permissions.dev.filesystem]\n"/srv" = "deny"\nmodel = "gpt-5.5"\n', 3],
  ] as const)('says where a key of %s belongs that a header has taken in', (kind, text, line) => {
    const found = lintPolicy({ text, file: 'r.toml' }, { kind, version: '0.139.0' });
    expect(found.filter(({ place }) => place.line === line)[0]).toMatchObject({
      message: expect.stringContaining('it is below ['),
      remedy: expect.stringMatching(/^Move it above the first \[table\] of the file/),
    });
  });

  it('says that a file is not valid TOML, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found = lintPolicy({ text, file: 'r.toml' }, { kind: 'requirements', version: '0.139.0' });
        expect(Array.isArray(found)).toBe(true);
      }),
    );
  });
});
