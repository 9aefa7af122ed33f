import { describe, expect, it } from 'vitest';
import { compareObservations } from '../../../../src/domain/upgrade/rehearsal/compare.ts';
import type { AreaObservation, Fact } from '../../../../src/domain/upgrade/rehearsal/observation.ts';

const seen = (facts: readonly Fact[], more: Partial<AreaObservation> = {}): AreaObservation => ({
  area: 'commands',
  facts,
  gaps: [],
  errors: [],
  ...more,
});

const compare = (pin: AreaObservation | undefined, candidate: AreaObservation | undefined) => {
  const [area] = compareObservations(
    { version: '0.139.0', areas: pin ? [pin] : [] },
    { version: '0.169.0', areas: candidate ? [candidate] : [] },
  );
  if (!area) throw new Error('no area was compared');
  return area;
};

describe('the comparison of what was seen of two CLIs', () => {
  it('tells what is gone, what is new and what changed, with what was seen', () => {
    const { differences, compared } = compare(
      seen([
        { key: 'codex exec', value: 'works' },
        { key: 'codex mcp-server', value: 'works' },
        { key: 'codex login', value: 'works' },
      ]),
      seen([
        { key: 'codex exec', value: 'works' },
        { key: 'codex delete', value: 'works' },
        { key: 'codex login', value: 'exit 2' },
      ]),
    );
    expect(differences.map(({ id, change, pin, candidate }) => [id, change, pin, candidate])).toEqual([
      ['commands: codex delete', 'new', undefined, 'works'],
      ['commands: codex login', 'changed', 'works', 'exit 2'],
      ['commands: codex mcp-server', 'gone', 'works', undefined],
    ]);
    expect(compared).toBe(2);
  });

  it('reports a command that is gone without each of its parts, and concerns whoever uses a part', () => {
    const { differences } = compare(
      seen([
        { key: 'codex doctor', value: 'a command', subjects: [{ kind: 'command', name: 'doctor' }] },
        {
          key: 'codex doctor --json',
          value: 'accepted',
          partOf: 'codex doctor',
          subjects: [{ kind: 'option', name: 'doctor --json' }],
        },
        { key: 'codex exec', value: 'a command' },
        { key: 'codex exec --json', value: 'accepted', partOf: 'codex exec' },
      ]),
      seen([
        { key: 'codex doctor', value: 'not a command' },
        { key: 'codex exec', value: 'a command' },
      ]),
    );
    expect(differences.map(({ key, change }) => [key, change])).toEqual([
      ['codex doctor', 'changed'],
      ['codex exec --json', 'gone'],
    ]);
    expect(differences[0]?.subjects).toEqual([
      { kind: 'command', name: 'doctor' },
      { kind: 'option', name: 'doctor --json' },
    ]);
  });

  it('concerns the team when one of the sessions that share a difference does', () => {
    const cell = (value: string) => [
      { key: 'namespaces', value, where: ':read-only' },
      { key: 'namespaces', value, where: 'dev', ofTeam: true as const },
    ];
    const { differences } = compare(seen(cell('denied')), seen(cell('allowed')));
    expect(differences).toMatchObject([{ where: [':read-only', 'dev'], ofTeam: true }]);
  });

  it('does not call anything gone in an area of which a version shows nothing', () => {
    const { differences } = compare(
      seen([{ key: 'gpt-5.5', value: 'listed' }]),
      seen([], { gaps: [{ what: 'the models', reason: 'it does not list them', hidesAll: true }] }),
    );
    expect(differences).toEqual([]);
  });

  it('does not call something gone that an error on the candidate may have hidden', () => {
    const area = compare(
      seen([{ key: 'codex exec', value: 'works' }]),
      seen([], { errors: ['the help page could not be read'] }),
    );
    expect(area.differences).toEqual([]);
    expect(area.errors).toEqual([{ on: 'candidate', message: 'the help page could not be read' }]);
  });

  it('still compares what was seen on both when a part failed', () => {
    const area = compare(
      seen([{ key: 'codex exec', value: 'works' }], { errors: ['x'] }),
      seen([{ key: 'codex exec', value: 'exit 2' }]),
    );
    expect(area.differences).toHaveLength(1);
  });

  it('calls an area that only one of them was seen in an error', () => {
    const area = compare(seen([{ key: 'codex exec', value: 'works' }]), undefined);
    expect(area.errors).toEqual([{ on: 'candidate', message: 'it was not looked at' }]);
    expect(area.differences).toEqual([]);
  });

  it('says on which of the two something was not compared', () => {
    const gap = { what: 'login', reason: 'needs an account' };
    const own = { what: 'profiles', reason: 'this version has none' };
    const { gaps } = compare(seen([], { gaps: [gap] }), seen([], { gaps: [gap, own] }));
    expect(gaps).toEqual([
      { ...gap, on: 'both' },
      { ...own, on: 'candidate' },
    ]);
  });

  it.each([
    [1000, 1400, 0, 'less than half more'],
    [10, 40, 50, 'more than half more, within the leeway'],
  ])('takes %i and %i for the same: %s', (before, after, leeway) => {
    const fact = (value: number): Fact => ({
      key: 'start',
      value: `${value} ms`,
      amount: { value, unit: 'ms', leeway },
    });
    expect(compare(seen([fact(before)]), seen([fact(after)])).differences).toEqual([]);
    expect(compare(seen([fact(after)]), seen([fact(before)])).differences).toEqual([]);
  });

  it('reports an amount that grew by more than half and by more than its leeway', () => {
    const fact = (value: number): Fact => ({
      key: 'size',
      value: `${value} bytes`,
      amount: { value, unit: 'bytes', leeway: 1000 },
    });
    expect(compare(seen([fact(7000)]), seen([fact(54_000)])).differences).toMatchObject([
      { change: 'changed', pin: '7000 bytes', candidate: '54000 bytes' },
    ]);
  });

  it('keeps the witness of the pin, and the subjects of both', () => {
    const witness = { lines: ['"$CODEX" mcp-server --help'] };
    const { differences } = compare(
      seen([{ key: 'k', value: 'a', witness, subjects: [{ kind: 'command', name: 'mcp-server' }] }]),
      seen([{ key: 'k', value: 'b', subjects: [{ kind: 'command', name: 'mcp' }] }]),
    );
    expect(differences).toMatchObject([
      {
        witness,
        subjects: [
          { kind: 'command', name: 'mcp-server' },
          { kind: 'command', name: 'mcp' },
        ],
      },
    ]);
  });

  it('compares each session with the same one, and tells once what several have in common', () => {
    const offered = (where: string, value = 'offered'): Fact => ({ key: 'tool update_plan', value, where });
    const { differences, compared } = compare(
      seen([offered('.'), offered('api'), offered('web')]),
      seen([offered('.', 'deferred'), offered('api', 'deferred'), offered('web', 'twice')]),
    );
    expect(differences.map(({ id, where, candidate }) => [id, where, candidate])).toEqual([
      ['commands: tool update_plan (.)', ['.', 'api'], 'deferred'],
      ['commands: tool update_plan (web)', ['web'], 'twice'],
    ]);
    expect(compared).toBe(3);
  });

  it('calls nothing gone in a session that was not seen', () => {
    const offered = (where: string): Fact => ({ key: 'tool update_plan', value: 'offered', where });
    const gap = { what: 'the session in api', reason: 'it was refused', where: 'api' };
    const { differences } = compare(seen([offered('.'), offered('api')]), seen([], { gaps: [gap] }));
    expect(differences.map(({ id, where }) => [id, where])).toEqual([['commands: tool update_plan', ['.']]]);
  });

  it('tells once that an amount grew in every session, by the first of them', () => {
    const size = (where: string, value: number): Fact => ({
      key: 'size',
      value: `${value} bytes`,
      amount: { value, unit: 'bytes', leeway: 10 },
      where,
    });
    expect(
      compare(seen([size('.', 100), size('api', 110)]), seen([size('.', 900), size('api', 910)])).differences,
    ).toMatchObject([{ where: ['.', 'api'], pin: '100 bytes', candidate: '900 bytes' }]);
  });

  it('joins what several observers saw in one area', () => {
    const parts = (value: string) => [seen([{ key: 'a', value }]), seen([{ key: 'b', value }])];
    const areas = compareObservations(
      { version: '0.139.0', areas: parts('works') },
      { version: '0.169.0', areas: parts('exit 2') },
    );
    expect(areas.map(({ compared, errors }) => [compared, errors])).toEqual([[2, []]]);
    expect(areas[0]?.differences.map(({ key }) => key)).toEqual(['a', 'b']);
  });
});
