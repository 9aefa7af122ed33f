import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  readPrivateKey,
  readPublicKey,
  signStatement,
  verifyEnvelope,
} from '../../../../src/domain/runs/provenance/envelope.ts';
import { provenanceOf } from '../../../../src/domain/runs/provenance/record.ts';
import { provenanceStatement } from '../../../../src/domain/runs/provenance/statement.ts';
import {
  joinLines,
  judgeDigest,
  judgeEnvelope,
  type Reached,
  verdictOf,
} from '../../../../src/domain/runs/provenance/verify.ts';
import { capturedRun } from '../../../support/captured-runs.ts';

const at = (sha256: string, place = 'here'): Reached => ({ type: 'digest', sha256, place });
const gone = (place = 'here'): Reached => ({ type: 'gone', place });
const away = (why: string): Reached => ({ type: 'unreachable', why });

describe('a recorded digest', () => {
  it.each<[string, string | null, readonly Reached[], string, string]>([
    ['is the same at its one place', 'a', [at('a')], 'same', 'here'],
    ['is different there', 'a', [at('b')], 'different', 'here: other content'],
    ['is the same where one of two places has it', 'a', [at('b'), at('a', 'there')], 'same', 'there'],
    ['is different where the file is gone', 'a', [gone()], 'different', 'here: it is not there'],
    ['of a deleted file is the same where it is gone', null, [gone()], 'same', 'here'],
    ['of a deleted file is different where it is back', null, [at('a')], 'different', 'here: other content'],
    ['counts a place within reach', 'a', [away('no git'), at('b')], 'different', 'here: other content'],
    ['is out of reach with the reasons', 'a', [away('x'), away('x'), away('y')], 'unreachable', 'x; y'],
    ['is out of reach without a place', 'a', [], 'unreachable', 'there is no place to look'],
  ])('%s', (_, recorded, places, result, detail) => {
    expect(judgeDigest('f', recorded, places)).toEqual({ what: 'f', result, detail });
  });

  it('is named without control characters', () => {
    const { what, detail } = judgeDigest('\u001b[2Ja\nb', 'a', [at('a', 'p\u0007')]);
    expect([what, detail]).toEqual(['a b', 'p']);
  });
});

describe('many files', () => {
  it('are joined to a line for each result, but those that differ', () => {
    const files = ['a', 'a', 'b'].map((found, index) => judgeDigest(`f${index}`, 'a', [at(found)]));
    expect(joinLines('files', files)).toEqual([
      { what: 'f2', result: 'different', detail: 'here: other content' },
      { what: 'files: 2 of 3', result: 'same', detail: 'here' },
    ]);
  });

  it('are counted from the hundred-and-first that differs', () => {
    const files = Array.from({ length: 150 }, (_, index) => judgeDigest(`f${index}`, 'a', [at('b')]));
    const lines = joinLines('files', files);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toMatchObject({ what: 'files: 50 more', result: 'different' });
  });

  it('are named where there is only one', () => {
    const one = [judgeDigest('only', 'a', [at('a')])];
    expect(joinLines('files', one)).toEqual(one);
  });
});

describe('the verdict', () => {
  const line = (result: 'same' | 'different' | 'unreachable') => ({ what: 'f', result, detail: '' });
  it.each([
    [['same', 'same'], 'same'],
    [['same', 'unreachable'], 'incomplete'],
    [['same', 'unreachable', 'different'], 'different'],
    [[], 'incomplete'],
  ] as const)('over %j is %s', (results, verdict) => {
    expect(verdictOf(results.map(line))).toBe(verdict);
  });
});

describe('a signed envelope', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = readPrivateKey(String(privateKey.export({ type: 'pkcs8', format: 'pem' })), 'key');
  const verifier = readPublicKey(String(publicKey.export({ type: 'spki', format: 'pem' })), 'pub');
  const record = provenanceOf(capturedRun());
  const statement = provenanceStatement(record);
  const judge = (signed: object) => {
    const text = JSON.stringify(signStatement({ ...statement, ...signed }, key));
    return judgeEnvelope('run.dsse.json', verifyEnvelope(text, 'e', [verifier]), { record, packs: [] });
  };

  it('that states the provenance of the run is the same', () => {
    expect(judge({})).toEqual({
      what: 'run.dsse.json',
      result: 'same',
      detail: `signed with the key ${key.id.slice(0, 16)}`,
    });
  });

  it.each([
    ['another run', { predicate: provenanceOf(capturedRun({ turns: 2 })) }, 'states another provenance'],
    ['other files', { subject: statement.subject.slice(1) }, 'is about other files'],
    ['something else', { predicateType: 'https://slsa.dev/provenance/v1' }, 'is about https://slsa.dev'],
  ])('that is about %s is different', (_, change, detail) => {
    expect(judge(change)).toMatchObject({ result: 'different', detail: expect.stringContaining(detail) });
  });
});
