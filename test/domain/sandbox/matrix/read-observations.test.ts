import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readObservations, started } from '../../../../src/domain/sandbox/matrix/read-observations.ts';
import type { SandboxProbe } from '../../../../src/domain/sandbox/trials/probe.ts';

const probes: readonly SandboxProbe[] = [
  { act: 'write', id: 'w', title: 'w', path: '/w', lands: '/w' },
  { act: 'read', id: 'r', title: 'r', path: '/r', reads: '/r' },
  { act: 'look', id: 'c', title: 'c', path: '/c' },
  { act: 'connect', id: 'net.connect', title: 'n' },
  { act: 'bind', id: 'net.bind', title: 'b' },
];

const read = (stdout: string, landed: readonly string[] = []) =>
  Object.fromEntries(
    [
      ...readObservations(probes, {
        stdout,
        canary: 'canary-1',
        nonce: 'n1',
        line: 'hello-1',
        landed: (path) => landed.includes(path),
        hasMoved: () => false,
        onHost: (path) => (path === '/c' ? '10:77' : undefined),
      }),
    ].map(([id, { type }]) => [id, type]),
  );

describe('what a trial printed', () => {
  it('is believed line by line', () => {
    expect(
      read(
        'nonce\tn1\t\nw\tdone\t\nr\ttext\tcanary-1\nc\tcount\t1\nnet.connect\ttext\thello-1\nnet.bind\tdone\t\n',
        ['/w'],
      ),
    ).toEqual({ w: 'allowed', r: 'allowed', c: 'allowed', 'net.connect': 'allowed', 'net.bind': 'allowed' });
  });

  it('counts an empty answer as denied, and a missing one as unknown', () => {
    expect(read('nonce\tn1\t\nw\tfailed\t\nr\ttext\t\nc\tcount\t0\n')).toEqual({
      w: 'denied',
      r: 'denied',
      c: 'denied',
      'net.connect': 'unknown',
      'net.bind': 'unknown',
    });
  });

  it('lets the disk of the host decide whether something was written', () => {
    expect(read('w\tdone\t\n').w).toBe('denied');
    expect(read('w\tfailed\t\n', ['/w']).w).toBe('allowed');
    expect(read('', ['/w']).w).toBe('allowed');
  });

  it.each([
    ['1 10:77', 'allowed'],
    ['0 10:77', 'allowed'],
    ['0 48:1', 'denied'],
    ['0 ', 'denied'],
  ])('tells an empty place from one that the CLI put over it: %s is %s', (seen, expected) => {
    expect(read(`c\tcount\t${seen}\n`).c).toBe(expected);
  });

  it('asks after a rename only what was denied before, and has moved', () => {
    const moving: readonly SandboxProbe[] = [
      { act: 'read', id: 'r', title: 'r', path: '/f/r', reads: '/f/r' },
      {
        act: 'read renamed',
        id: 'm',
        title: 'm',
        of: 'r',
        rename: { folder: '/f', to: '/g' },
        path: '/g/r',
        reads: '/f/r',
      },
    ];
    const seenAfter = (stdout: string, hasMoved: boolean) =>
      readObservations(moving, {
        ...{
          stdout,
          canary: 'canary-1',
          nonce: 'n1',
          line: '',
          landed: () => false,
          onHost: () => undefined,
        },
        hasMoved: () => hasMoved,
      }).get('m')?.type;
    expect(seenAfter('0\ttext\tcanary-1\n', true)).toBe('allowed');
    expect(seenAfter('0\ttext\t\n', false)).toBe('denied');
    expect(seenAfter('0\ttext\t\n1\ttext\tcanary-1\n', true)).toBe('allowed');
    expect(seenAfter('0\ttext\t\n1\ttext\t\n', true)).toBe('denied');
    expect(seenAfter('0\ttext\t\n', true)).toBe('unknown');
  });

  it('does not take the answer of another listener for ours', () => {
    expect(read('net.connect\ttext\tHTTP/1.1 400\n')['net.connect']).toBe('denied');
  });

  it('starts with the nonce on a line of its own, and nothing else counts as a start', () => {
    expect(started({ stdout: 'nonce\tn1\t\n', nonce: 'n1' })).toBe(true);
    expect(started({ stdout: 'bwrap: nonce\tn1\t\n', nonce: 'n1' })).toBe(false);
  });

  it('never allows what a hostile text does not show, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('canary-1'));
        expect(read(text).r).not.toBe('allowed');
      }),
    );
  });
});
