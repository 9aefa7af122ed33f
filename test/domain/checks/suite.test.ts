import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { combineSuites, selectChecks } from '../../../src/domain/checks/suite.ts';

const head = 'version: 1\nsuite: team\ntitle: Ours\nchecks:\n';
const check = (lines = '', id = 'team.one') => `  - id: ${id}
    title: One
    why: Because
    severity: warn
    scope: static
    phase: pilot
    owner: team lead
    remedy: Mend it
${lines}`;
const good = check('    command: [codex, --version]\n');
const parse = (text: string) => parseSuite(text, 'checks/team.yaml');
const complaint = (text: string) => {
  try {
    parse(text);
  } catch (cause) {
    return (cause as Error).message;
  }
  throw new Error('the suite was accepted');
};

describe('a check of a suite that was not named', () => {
  it('is refused with the flag that names it', () => {
    const suite = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
    expect(() => selectChecks(suite, ['sdlc.agents'])).toThrow(
      expect.objectContaining({ next: 'It may be in the suite sdlc: name it with --suite sdlc.' }),
    );
  });
});

describe('a suite file', () => {
  it('gives checks with their place, timeout and expectations', () => {
    const { checks, name, digest } = parse(head + good);
    expect(name).toBe('team');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(checks[0]).toMatchObject({
      id: 'team.one',
      timeoutMs: 10_000,
      platforms: ['linux', 'darwin', 'win32'],
      version_bound: true,
      action: { type: 'command', argv: ['codex', '--version'], expect: { exit: 0 } },
      declaredAt: { file: 'checks/team.yaml', line: 5, column: 5 },
    });
  });

  it('ships with checks whose ids are their probes', () => {
    const { checks } = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
    expect(checks.length).toBeGreaterThanOrEqual(28);
    for (const { id, action } of checks) expect(action).toMatchObject({ type: 'probe', name: id });
  });

  it.each([
    ['YAML that is none', `${head}  - id: [`, 'checks/team.yaml:5:10: not valid YAML'],
    ['a key that stands twice', `${head}${good}    title: Two\n`, 'not valid YAML: Map keys must be unique'],
    [
      'an unknown field, with the one that was meant',
      head + check('    severty: warn\n    probe: cli.version\n'),
      'checks[0].severty: unknown field; did you mean "severity"?',
    ],
    [
      'a severity that is none',
      head + good.replace('warn', 'fatal'),
      'checks/team.yaml:8:15: checks[0].severity: Invalid option',
    ],
    [
      'a missing field',
      (head + good).replace('    title: One\n', ''),
      'checks/team.yaml:5:5: checks[0].title: Invalid input',
    ],
    [
      'a duration that is none',
      head + check('    timeout: 10 seconds\n    probe: cli.version\n'),
      'checks/team.yaml:13:14: checks[0].timeout: must be a duration',
    ],
    [
      'a probe and a command',
      head + check('    probe: cli.version\n    command: [codex]\n'),
      'checks[0]: a check has either "probe" or "command"',
    ],
    ['neither of them', head + check(), 'checks[0]: a check has either "probe" or "command"'],
    [
      'a probe that does not exist',
      head + check('    probe: cli.colour\n'),
      'checks[0].probe: Invalid option',
    ],
    [
      'a parameter of the wrong type',
      head + check('    probe: sandbox.available\n    with: { profile: 3 }\n'),
      'checks[0].with.profile: Invalid input: expected string',
    ],
    [
      'a parameter that does not exist',
      head + check('    probe: cli.version\n    with: { colour: red }\n'),
      'checks[0].with: Unrecognized key: "colour"',
    ],
    [
      'expectations of a probe',
      head + check('    probe: cli.version\n    expect: { exit: 1 }\n'),
      'checks[0].expect: expectations go with "command" only',
    ],
    [
      'a regular expression that is none',
      head + check('    command: [codex]\n    expect: { stdout: { matches: "(" } }\n'),
      'checks/team.yaml:14:34: checks[0].expect.stdout.matches: not a regular expression',
    ],
    [
      'a JSONPath that is none',
      head + check('    command: [codex]\n    expect: { json: [ { path: "$[" } ] }\n'),
      'checks[0].expect.json[0].path: not a JSONPath',
    ],
    [
      'an id that is no name',
      head + good.replace('team.one', 'Team One'),
      'checks/team.yaml:5:9: checks[0].id: must be lower-case words',
    ],
    [
      'an id that stands twice',
      head + good + good,
      'id "team.one" is declared twice, first at checks/team.yaml:5:5',
    ],
    [
      'another version of the form',
      (head + good).replace('version: 1', 'version: 2'),
      'checks/team.yaml:1:10: version: Invalid input: expected 1',
    ],
    ['nothing at all', '', 'checks/team.yaml:1:1: Invalid input: expected object'],
  ])('is refused for %s, with file, line and field', (_, text, message) => {
    expect(complaint(text)).toContain(message);
  });
});

describe('choosing checks', () => {
  const suite = parse(head + good + check('    probe: cli.path\n', 'team.two'));

  it('takes all without ids, and the named ones in the order of the suite', () => {
    expect(selectChecks(suite, []).map(({ id }) => id)).toEqual(['team.one', 'team.two']);
    expect(selectChecks(suite, ['team.two', 'team.one']).map(({ id }) => id)).toEqual([
      'team.one',
      'team.two',
    ]);
  });

  it('refuses an unknown id and names the nearest', () => {
    expect(() => selectChecks(suite, ['team.tow'])).toThrow(
      'has no check "team.tow"; did you mean "team.two"?',
    );
  });
});

describe('suites side by side', () => {
  const ours = parse(head + good);
  const theirs = (text: string) => parseSuite(head.replace('team', 'other') + text, 'checks/other.yaml');

  it('join in their order', () => {
    const joined = combineSuites([ours, theirs(check('    probe: cli.path\n', 'other.one'))]);
    expect(joined).toMatchObject({ name: 'team + other', checks: [{ id: 'team.one' }, { id: 'other.one' }] });
  });

  it('never replace a check silently', () => {
    expect(() => combineSuites([ours, theirs(good)])).toThrow(
      'checks/other.yaml:5:5: checks: id "team.one" is already declared at checks/team.yaml:5:5',
    );
  });

  it('replace a check that says so, in its place', () => {
    const replacing = check('    replaces: true\n    probe: cli.path\n');
    expect(combineSuites([ours, theirs(replacing)]).checks).toMatchObject([
      { id: 'team.one', action: { name: 'cli.path' } },
    ]);
  });

  it('refuse to replace what is not there', () => {
    expect(() =>
      combineSuites([ours, theirs(check('    replaces: true\n    probe: cli.path\n', 'team.nine'))]),
    ).toThrow('"team.nine" replaces nothing');
  });
});

describe('a suite file from a team', () => {
  it('has the place of each check, in whichever way it is written', () => {
    const flow = `${head}  - { id: team.one, title: One, why: w, severity: info, scope: static, phase: pilot, owner: o, remedy: r, probe: cli.path }\n`;
    const { checks } = parse(flow + check('    probe: cli.path\n', 'team.two'));
    expect(checks.map(({ declaredAt }) => `${declaredAt.line}:${declaredAt.column}`)).toEqual(['5:5', '6:5']);
  });

  it('says of a broken field exactly where it stands', () => {
    expect(complaint(head + good.replace('codex, --version', 'codex, 3'))).toBe(
      'checks/team.yaml:13:22: checks[0].command[1]: Invalid input: expected string, received number',
    );
  });

  it('names the check in which a field is misspelt', () => {
    const second = check('    probe: cli.path\n    timout: 3s\n', 'team.two');
    expect(complaint(head + good + second)).toBe(
      'checks/team.yaml:23:13: checks[1].timout: unknown field; did you mean "timeout"?',
    );
  });

  it('may not hide behind an alias that does not exist', () => {
    expect(complaint(`${head}  - *shared\n`)).toMatch(
      /^checks\/team\.yaml:5:5: not valid YAML: Unresolved alias/,
    );
  });

  it('has the digest of its text, so that a run can say what it ran', () => {
    const digest = (text: string) => parse(text).digest;
    expect(digest(head + good)).toBe(digest(head + good));
    expect(digest(head + good)).not.toBe(digest(`${head}${good}# a remark\n`));
  });
});

describe('the suite that ships', () => {
  const { checks } = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');

  it('tells of every check why it is made, who mends it and what to do', () => {
    for (const { id, why, owner, remedy } of checks)
      expect([id, why.length > 20, owner.length > 0, remedy.length > 10]).toEqual([id, true, true, true]);
  });

  it.each(['cli.version', 'exec.smoke', 'appserver.stdio', 'install.integrity', 'plugins.inventory'])(
    'cannot be passed while %s fails',
    (id) => {
      expect(checks.find((one) => one.id === id)?.severity).toBe('blocker');
    },
  );

  it('has the checks that the loss of the policy or of the sandbox would show, as blockers', () => {
    const blockers = checks.filter(({ severity }) => severity === 'blocker').map(({ id }) => id);
    expect(blockers).toEqual(
      expect.arrayContaining(['config.strict', 'appserver.ws-auth', 'sandbox.available']),
    );
  });

  it('has no check twice', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });
});
