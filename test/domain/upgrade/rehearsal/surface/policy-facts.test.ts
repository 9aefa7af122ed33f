import { describe, expect, it } from 'vitest';
import { requirementFacts } from '../../../../../src/domain/upgrade/rehearsal/surface/requirements.ts';
import { commandsOf, ruleFacts } from '../../../../../src/domain/upgrade/rehearsal/surface/rules.ts';
import { sandboxFacts } from '../../../../../src/domain/upgrade/rehearsal/surface/sandbox.ts';

describe('the commands of a rule', () => {
  it.each([
    ['git push --force', [['git', 'push', '--force']]],
    [
      'git status|diff',
      [
        ['git', 'status'],
        ['git', 'diff'],
      ],
    ],
    ['', []],
  ])('%s', (pattern, commands) => {
    expect(commandsOf(pattern)).toEqual(commands);
  });

  it('are not more than a few for many alternatives', () => {
    expect(commandsOf('a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f')).toHaveLength(16);
  });
});

describe('the facts of rules', () => {
  const asked = { command: ['git', 'push'], pattern: 'git push', place: 'rules/default.rules:2' };
  it('say what is decided, by which line', () => {
    const [file, fact] = ruleFacts(
      [{ shown: 'rules/default.rules', text: 'RULES', broken: undefined }],
      [
        {
          asked,
          tried: { decided: 'forbidden', because: ['git push: forbidden'] },
        },
      ],
    );
    expect(file).toMatchObject({ key: 'rules/default.rules', value: 'read', ofTeam: true });
    expect(fact).toMatchObject({
      key: 'git push',
      value: 'forbidden',
      subjects: [{ kind: 'rule', name: 'git push' }],
      raw: 'rules/default.rules:2\ngit push: forbidden',
      witness: { files: { '$WORK/team.rules': 'RULES' } },
    });
  });

  it('say why nothing is decided, and why a file is not read', () => {
    const [file, fact] = ruleFacts(
      [{ shown: 'rules/default.rules', text: 'RULES', broken: 'unexpected token' }],
      [{ asked, tried: { decided: undefined, because: ['it said nothing'] } }],
    );
    expect(file?.value).toBe('refused: unexpected token');
    expect(fact?.value).toBe('no decision: it said nothing');
  });
});

describe('the facts of requirements', () => {
  it('concern an organisation that sets a key, and say when it is ignored', () => {
    const facts = requirementFacts(
      [
        { key: 'allowed_sandbox_modes', refuses: '3' },
        { key: 'allow_remote_control', refuses: undefined },
      ],
      { own: { keys: ['allow_remote_control'], refused: 'bad' }, shell: '' },
    );
    expect(facts.map(({ key, value, ofTeam }) => [key, value, ofTeam])).toEqual([
      ['requirements.toml', 'refused: bad', true],
      ['allowed_sandbox_modes', 'known', undefined],
      ['allow_remote_control', 'not known: ignored', true],
    ]);
  });
});

const ofTeam = (...names: readonly string[]) => ({
  ...{ names: new Set(names), config: '[permissions.dev]\n' },
  ...{ home: '/home/ada/.codex', project: '/work/shop' },
});

describe('the facts of the sandbox', () => {
  const cell = (
    probe: string,
    observed: { type: 'allowed' | 'denied' } | { type: 'unknown'; reason: string },
  ) => ({
    probe,
    title: 'write outside',
    expected: undefined,
    because: 'no rule',
    risk: undefined,
    observed,
    verdict: 'as expected' as const,
  });

  it('are one a cell, under its profile; what was not seen is none', () => {
    const { facts, gaps } = sandboxFacts(
      [
        {
          profile: 'dev',
          mode: 'helper',
          type: 'tried',
          cells: [cell('write.outside', { type: 'denied' }), cell('net', { type: 'unknown', reason: 'x' })],
        },
      ],
      ofTeam('dev'),
    );
    expect(facts.map(({ key, where, value, ofTeam }) => [key, where, value, ofTeam])).toEqual([
      ['profile dev', undefined, 'commands run', true],
      ['write.outside', 'dev', 'denied', true],
    ]);
    expect(gaps).toEqual([]);
  });

  it('say that a profile is refused, and that what it does was not seen', () => {
    const trial = { profile: 'dev', mode: 'helper', type: 'refused', message: 'undefined profile' } as const;
    const { facts, gaps } = sandboxFacts([trial], ofTeam());
    expect(facts).toMatchObject([{ key: 'profile dev', value: 'refused: undefined profile' }]);
    expect(gaps).toEqual([
      { what: 'what commands can do under dev', reason: 'undefined profile', where: 'dev' },
    ]);
  });

  const witnessOf = (profile: string, probe: string, mode = 'helper') => {
    const trial = { profile, mode, type: 'tried', cells: [cell(probe, { type: 'denied' })] } as const;
    return sandboxFacts([trial], ofTeam('dev')).facts.find(({ key }) => key === probe)?.witness;
  };

  it('have a witness with the CLI alone where one command shows a cell', () => {
    expect(witnessOf(':workspace', 'namespaces')).toEqual({
      lines: [
        `SEEN=$("$CODEX" sandbox '-P=:workspace' -- sh -c 'if unshare -Ur true 2>/dev/null; then echo allowed; else echo denied; fi')`,
        '[ "$SEEN" = denied ]',
      ],
    });
    expect(witnessOf('dev', 'privileges')).toMatchObject({
      files: { '$CODEX_HOME/config.toml': '[permissions.dev]\n' },
    });
  });

  it.each([
    ['dev', 'write.outside', 'helper'],
    ['sandbox_mode', 'namespaces', 'helper'],
    ['dev', 'namespaces', 'managed'],
  ])('of %s, %s and %s have one with the matrix', (profile, probe, mode) => {
    const [validate, find] = witnessOf(profile, probe, mode)?.lines ?? [];
    expect(validate).toContain(
      `(cd '/work/shop' && CODEX_HOME='/home/ada/.codex' codex-cockpit sandbox validate '${profile}'`,
    );
    expect(find).toMatch(new RegExp(`"\\$WORK/cells.json" '${profile}' '${mode}' '${probe}' 'denied'$`));
  });

  it('put no name of a profile into a witness that means something to a shell', () => {
    const lines = witnessOf("a'; rm -rf ~ #", 'write.outside')?.lines.join('\n') ?? '';
    expect(lines).toContain(`validate 'a'\\''; rm -rf ~ #'`);
  });
});
