import { createHash, generateKeyPairSync } from 'node:crypto';
import { bundleFromJSON, envelopeFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { ReviewPack } from '../../../../src/domain/runs/events.ts';
import {
  readPrivateKey,
  readPublicKey,
  signStatement,
  sigstoreBundle,
  verifyEnvelope,
} from '../../../../src/domain/runs/provenance/envelope.ts';
import { provenanceOf, renderProvenance } from '../../../../src/domain/runs/provenance/record.ts';
import {
  PROVENANCE_TYPE,
  provenanceStatement,
  renderChecksums,
  testResultStatement,
} from '../../../../src/domain/runs/provenance/statement.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';

// Written from spec/v1/statement.md, spec/v1/resource_descriptor.md and spec/predicates/test-result.md of in-toto.
const descriptor = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    uri: { type: 'string', format: 'uri' },
    digest: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'string', pattern: '^[0-9a-f]+$' },
    },
    content: { type: 'string', contentEncoding: 'base64', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
    downloadLocation: { type: 'string', format: 'uri' },
    mediaType: { type: 'string' },
    annotations: { type: 'object' },
  },
  anyOf: [{ required: ['uri'] }, { required: ['digest'] }, { required: ['content'] }],
};
const statementOf = (predicateType: string, predicate: object) => ({
  type: 'object',
  required: ['_type', 'subject', 'predicateType'],
  properties: {
    _type: { const: 'https://in-toto.io/Statement/v1' },
    subject: { type: 'array', minItems: 1, items: { ...descriptor, required: ['digest'] } },
    predicateType: { const: predicateType, format: 'uri' },
    predicate,
  },
});
const tests = { type: 'array', items: { type: 'string' } };
const testResult = {
  type: 'object',
  required: ['result', 'configuration'],
  properties: {
    result: { enum: ['PASSED', 'WARNED', 'FAILED'] },
    configuration: { type: 'array', items: descriptor },
    url: { type: 'string', format: 'uri' },
    passedTests: tests,
    warnedTests: tests,
    failedTests: tests,
  },
};
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
formats.default(ajv);

const faultsOf = (schema: object, value: unknown) => {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : validate.errors;
};

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const open = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    secret,
    open,
    key: readPrivateKey(secret, 'key'),
    verifier: readPublicKey(open, 'pub'),
    publicKey,
  };
}

const ours = keyPair();
const record = provenanceOf(capturedRun());
const statement = provenanceStatement(record);
const signed = signStatement(statement, ours.key);
const text = JSON.stringify(signed);
const verdict = (value: object, keys = [ours.verifier]) =>
  verifyEnvelope(JSON.stringify(value), 'envelope.json', keys);

describe('the statement of a run', () => {
  it('is an in-toto Statement v1 of our own type, which is a URI', () => {
    expect(faultsOf(statementOf(PROVENANCE_TYPE, { type: 'object' }), statement)).toEqual([]);
    expect(statement.predicate).toEqual(record);
  });

  it('is about the evidence files and the changed files, and not about empty files', () => {
    const { run } = capturedRun();
    expect(statement.subject.map(({ name }) => name)).toEqual([
      `${run}/events.jsonl`,
      `${run}/run.json`,
      `${run}/provenance.json`,
      'src/slug.ts',
    ]);
    expect(statement.subject[2]?.digest).toEqual({ sha256: sha256(renderProvenance(record)) });
  });

  it('gives its subjects to other tools as sha256sum would, without names that need an escape', () => {
    const files = [
      { path: 'a\nb', kind: 'add' as const, sha256: sha256('a'), seen: 'both' as const },
      { path: 'gone', kind: 'delete' as const, sha256: null, seen: 'both' as const },
    ];
    const changes = { base: null, files, total: 2, digest: null };
    const lines = renderChecksums(provenanceOf(capturedRun({ changes }))).split('\n');
    expect(lines[0]).toBe(`${sha256('{"type":"turn.started"}\n')}  ${capturedRun().run}/events.jsonl`);
    expect(lines).toHaveLength(4);
  });
});

describe('the statement of a verification', () => {
  const change = capturedRun().changes;
  const ran = (more: Partial<ReviewPack['verification'][number]> = {}) => ({
    command: 'npm test',
    exit: 0,
    duration_ms: 1000,
    verdict: 'pass' as const,
    digest: change.digest,
    output: { label: 'npm test', sha256: sha256('ok'), size: 2 },
    ...more,
  });
  const pack = (verification: ReviewPack['verification']): ReviewPack => ({
    ...{
      v: 1,
      pack: 'p1',
      run: 'r1',
      sha256: sha256('p1'),
      risk: 'low',
      base: null,
      head: null,
      changes: change,
      verification,
    },
    ...{ uncertain: [], text: { label: 'pack', sha256: sha256('pack'), size: 4 } },
  });
  const type = 'https://in-toto.io/attestation/test-result/v0.1';

  it.each([
    ['all passed', [ran()], 'PASSED', { passedTests: ['npm test'] }],
    ['one failed', [ran(), ran({ command: 'lint', verdict: 'fail' })], 'FAILED', { failedTests: ['lint'] }],
    ['one could not run', [ran({ verdict: 'error', exit: null })], 'FAILED', { failedTests: ['npm test'] }],
    [
      'one ran on another change',
      [ran(), ran({ command: 'old', digest: sha256('other') })],
      'WARNED',
      { passedTests: ['npm test'], warnedTests: ['old'] },
    ],
    ['nobody knows on what it ran', [ran({ digest: null })], 'WARNED', { passedTests: [] }],
  ])('is a Test Result of in-toto: %s', (_, verification, result, lists) => {
    const made = testResultStatement(pack(verification));
    expect(faultsOf(statementOf(type, testResult), made)).toEqual([]);
    expect(made.predicate).toMatchObject({ result, ...lists });
    expect(made.subject[0]).toEqual({ name: 'changes', digest: { sha256: change.digest } });
  });

  it('is not made of a pack without verification', () => {
    expect(() => testResultStatement(pack([]))).toThrow('nothing was verified for pack p1');
  });
});

describe('the envelope', () => {
  it('is verified by the implementation of Sigstore', () => {
    const bundle = bundleFromJSON(sigstoreBundle(signed));
    const rawBytes = ours.publicKey.export({ type: 'spki', format: 'der' });
    const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
    const trust = (bytes: Buffer) =>
      toTrustMaterial({ mediaType: '', ...none }, { [ours.key.id]: { rawBytes: bytes, keyDetails: 7 } });
    const off = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };
    const verify = (bytes: Buffer) => new Verifier(trust(bytes), off).verify(toSignedEntity(bundle));
    expect(() => verify(rawBytes)).not.toThrow();
    expect(() => verify(keyPair().publicKey.export({ type: 'spki', format: 'der' }))).toThrow(
      'signature verification failed',
    );
    const { payload, payloadType } = envelopeFromJSON(signed);
    expect(JSON.parse(payload.toString())).toEqual(JSON.parse(JSON.stringify(statement)));
    expect(payloadType).toBe('application/vnd.in-toto+json');
  });

  it('names the SHA-256 of the public key as its key', () => {
    const der = ours.publicKey.export({ type: 'spki', format: 'der' });
    expect(signed.signatures[0]?.keyid).toBe(createHash('sha256').update(der).digest('hex'));
  });

  it('is verified by us, also inside of a bundle', () => {
    const expected = { outcome: 'signed', by: ours.verifier.id, others: 0 };
    expect(verifyEnvelope(text, 'e', [keyPair().verifier, ours.verifier])).toMatchObject(expected);
    expect(verdict(sigstoreBundle(signed))).toMatchObject(expected);
  });

  const [first] = signed.signatures;
  const other = keyPair();
  const changed = Buffer.from(JSON.stringify({ ...statement, predicate: {} })).toString('base64');
  const url = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');
  it.each([
    ['another payload', { ...signed, payload: changed }],
    ['another payload type', { ...signed, payloadType: 'application/json' }],
    ['a payload that is no base64', { ...signed, payload: `${signed.payload.slice(0, -4)}!!!!` }],
    ['a signature that is no base64', { ...signed, signatures: [{ ...first, sig: `${first?.sig} ` }] }],
    [
      'a signature of another key under our id',
      {
        ...signed,
        signatures: [{ keyid: ours.key.id, sig: signStatement(statement, other.key).signatures[0]?.sig }],
      },
    ],
    ['a short signature', { ...signed, signatures: [{ keyid: ours.key.id, sig: 'AAAA' }] }],
    ['an empty signature', { ...signed, signatures: [{ keyid: ours.key.id, sig: '' }] }],
  ])('is not signed with %s', (_, value) => {
    expect(verdict(value)).toMatchObject({ outcome: 'not signed' });
  });

  it('is not signed by another key, and no key signs nothing', () => {
    expect(verdict(signed, [other.verifier])).toMatchObject({ outcome: 'not signed' });
    expect(verdict(signed, [])).toMatchObject({ outcome: 'not signed' });
  });

  it.each([
    ['without an id of the key', [{ sig: first?.sig }]],
    ['with a wrong id of the key, which is only a hint', [{ keyid: 'nobody', sig: first?.sig }]],
  ])('is signed %s', (_, signatures) => {
    expect(verdict({ ...signed, signatures })).toMatchObject({ outcome: 'signed', others: 0 });
  });

  it('counts signatures of others, before and after ours', () => {
    const theirs = signStatement(statement, other.key).signatures;
    const signatures = [...theirs, ...signed.signatures, { keyid: 'x', sig: 'AAAA' }];
    expect(verdict({ ...signed, signatures })).toMatchObject({ outcome: 'signed', others: 2 });
  });

  it('may be in the base64 of URLs, with and without padding', () => {
    const signatures = [{ ...first, sig: url(first?.sig ?? '').replaceAll('=', '') }];
    expect(verdict({ ...signed, payload: url(signed.payload), signatures })).toMatchObject({
      outcome: 'signed',
    });
  });

  it('must have a statement of in-toto inside', () => {
    const nothing = signStatement({ _type: 'x' } as never, ours.key);
    expect(verdict(nothing)).toEqual({
      outcome: 'not signed',
      why: 'its payload is no in-toto Statement v1',
    });
  });

  it.each(['', '[]', '{"payload":""}', '{"payload":"","payloadType":"","signatures":[]}', 'null'])(
    'is none: %s',
    (value) => {
      expect(() => verifyEnvelope(value, 'e\u001b.json', [ours.verifier])).toThrow(
        /^e\.json: it is no DSSE envelope/,
      );
    },
  );
});

describe('a key', () => {
  it('must be an Ed25519 key in PEM, and never shows itself', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readPrivateKey(pem, 'rsa.key')).toThrow('rsa.key: cannot be used: it is a key for rsa');
    expect(() => readPrivateKey('PRIVATE+KEY+x+12345678+secret', 'note.key')).toThrow(
      /^note\.key: cannot be used: it is not a private key without a passphrase;[^+]*$/,
    );
    expect(() => readPublicKey('nonsense', 'a.pub')).toThrow('a.pub: cannot be used');
  });

  it('that is private is not taken where the public half is enough', () => {
    expect(() => readPublicKey(ours.secret, 'provenance.key')).toThrow('it is a private key');
  });
});
