import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesMachine, parseRingPlan, ringOf } from '../../../../src/domain/upgrade/rings/plan.ts';

const parse = (text: string) => parseRingPlan({ text, file: 'rings.yaml' });

describe('a plan of rings', () => {
  it('says for each ring which machines are in it, and what is asked before the next one', () => {
    expect(
      parse(
        'version: 1\nrings:\n  - id: canary\n    machines: [ci-*]\n    promote: { reports: 3, pass_rate: 0.9, soak: 2d }\n  - id: all\n    machines: ["*"]\n',
      ),
    ).toEqual([
      { id: 'canary', machines: ['ci-*'], promote: { reports: 3, pass_rate: 0.9, incidents: 0, soak: 2 } },
      { id: 'all', machines: ['*'], promote: { reports: 1, pass_rate: 1, incidents: 0, soak: 0 } },
    ]);
  });

  it.each([
    ['version: 1\nrings: []\n', /rings\.yaml:2:\d+: rings/],
    ['version: 1\nrings:\n  - id: A b\n    machines: [x]\n', /rings\.yaml:3:\d+: rings\[0\]\.id/],
    [
      'version: 1\nrings:\n  - id: a\n    machines: [x]\n  - id: a\n    machines: [y]\n',
      /"a" stands there twice/,
    ],
    ['version: 1\nrings:\n  - id: a\n    machines: [x]\n    promote: { soak: soon }\n', /soak/],
    ['version: 1\nrings:\n  - id: a\n    machines: [x]\n    promote: { pass_rate: 95 }\n', /pass_rate/],
    ['version: 1\nring: []\n', /rings\.yaml/],
  ])('is refused with file, line and field: %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('puts a machine into the first ring that names it', () => {
    const rings = parse(
      'version: 1\nrings:\n  - {id: a, machines: [ci-1]}\n  - {id: b, machines: ["ci-*"]}\n',
    );
    expect(['ci-1', 'CI-2', 'laptop'].map((machine) => ringOf(rings, machine)?.id)).toEqual([
      'a',
      'b',
      undefined,
    ]);
  });
});

describe('the pattern of machines', () => {
  it.each([
    ['ci-*', 'ci-1', true],
    ['ci-*', 'ci-', true],
    ['*.eu.acme.test', 'a.eu.acme.test', true],
    ['a*b*c', 'a--b--c', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['ci-1', 'CI-1', true],
  ])('%s names %s: %s', (pattern, machine, named) => {
    expect(namesMachine(pattern, machine)).toBe(named);
  });

  it('matches every name that replaces its stars', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z.-]{0,4}$/), { minLength: 1, maxLength: 5 }),
        fc.string(),
        (parts, filler) => {
          expect(namesMachine(parts.join('*'), parts.join(filler.toLowerCase()))).toBe(true);
        },
      ),
    );
  });
});
