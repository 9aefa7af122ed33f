import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPublicKey, verifyEnvelope } from '../../../src/domain/runs/provenance/envelope.ts';
import { provenanceOf, renderProvenance } from '../../../src/domain/runs/provenance/record.ts';
import { capturedRun } from '../../support/captured-runs.ts';
import { commandLine } from '../../support/command-line.ts';
import { teamWithRuns } from '../../support/incidents.ts';
import { tempFolder } from '../../support/temp.ts';

const tool = { ...capturedRun().tool, sha256: null };

/** A team with a recorded run, and keys in a folder. */
async function prepared() {
  const team = await teamWithRuns();
  const { body, folder } = await team.captured({ 'src/slug.ts': 'export {};\n' }, { tool });
  const keys = tempFolder();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [secret, open] = [join(keys, 'provenance.key'), join(keys, 'provenance.pub')];
  writeFileSync(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }));
  const out = join(keys, 'run.dsse.json');
  return { ...team, ...commandLine(team.world), body, folder, keys, secret, open, out };
}

describe('provenance verify', () => {
  it('says what is the same and what is out of reach, and records it', async () => {
    const { run, json, body, store } = await prepared();
    const { code, stdout } = await run('provenance', 'verify');
    expect(code).toBe(0);
    expect(stdout).toContain('✔ same         run.json');
    expect(stdout).toContain('○ unreachable  prompt');
    expect(stdout).toContain('Everything that could be reached is as it was recorded');
    const recorded = () => store.entriesOfKind('provenance.verified');
    expect(await recorded()).toHaveLength(1);
    expect(await json('provenance', 'verify', body.run.slice(-8), '--no-record')).toMatchObject({
      format: 'codex-cockpit/provenance-verification',
      run: body.run,
      verdict: 'incomplete',
      recorded: false,
    });
    await run('provenance', 'verify', '--read-only');
    expect(await recorded()).toHaveLength(1);
  });

  it('ends with 1 when a byte of a captured file is changed', async () => {
    const { run, folder } = await prepared();
    writeFileSync(join(folder, 'events.jsonl'), '{"type":"turn.complete!"}\n');
    expect(await run('provenance', 'verify')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✘ different +events\.jsonl +the evidence folder: other content\n/),
    });
  });

  it('verifies a signed envelope with the public key, and only with that', async () => {
    const { run, json, secret, open, out } = await prepared();
    const exported = ['provenance', 'export', '--format', 'envelope', '--key', secret, '-o', out];
    expect(await run(...exported)).toMatchObject({ code: 0, stdout: '' });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const text = readFileSync(out, 'utf8');
    expect(verifyEnvelope(text, out, [readPublicKey(readFileSync(open, 'utf8'), open)]).outcome).toBe(
      'signed',
    );
    const lineOf = async () => {
      const { checked } = await json('provenance', 'verify', '--envelope', out, '--key', open);
      return checked.find(({ what }: { what: string }) => what === out).result;
    };
    expect(await lineOf()).toBe('same');
    writeFileSync(out, text.replace('"sig": "', '"sig": "AAAA'));
    expect(await lineOf()).toBe('different');
    expect(await run('provenance', 'verify', '--envelope', out, '--key', secret)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is a private key'),
    });
    expect(await run('provenance', 'verify', '--envelope', out)).toMatchObject({ code: 2 });
  });

  it('records nothing for an auditor, who may still verify', async () => {
    const { run, world } = await prepared();
    await run('people', 'add', 'ivy@example.com', '--role', 'auditor');
    const auditor = commandLine({ ...world, as: 'ivy@example.com' });
    expect(await auditor.run('provenance', 'verify')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Not recorded: an auditor records nothing.'),
    });
  });

  it('names the command that captures where there is no run', async () => {
    const { root } = await prepared();
    const nobody = commandLine({ ...(await teamWithRuns()).world, cwd: root });
    expect(await nobody.run('provenance', 'verify')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('codex-cockpit run -- codex exec'),
    });
  });
});

describe('provenance export', () => {
  it('prints the record, which is the predicate, as the folder has it', async () => {
    const { run, folder, body } = await prepared();
    const file = readFileSync(join(folder, 'provenance.json'), 'utf8');
    expect((await run('provenance', 'export')).stdout).toBe(file);
    expect((await run('provenance', 'export', '--format', 'predicate')).stdout).toBe(file);
    expect((await run('provenance', 'export', folder)).stdout).toBe(file);
    expect(file).toBe(renderProvenance(provenanceOf(body)));
  });

  it('prints the statement, its subjects, and a bundle', async () => {
    const { run, body, secret } = await prepared();
    const statement = JSON.parse((await run('provenance', 'export', '--format', 'statement')).stdout);
    expect(statement).toMatchObject({ predicateType: 'urn:codex-cockpit:provenance:1.0' });
    expect((await run('provenance', 'export', '--format', 'checksums')).stdout).toContain(
      `  ${body.run}/events.jsonl\n`,
    );
    const bundle = await run('provenance', 'export', '--format', 'bundle', '--key', secret);
    expect(JSON.parse(bundle.stdout)).toHaveProperty('dsseEnvelope.signatures');
  });

  it('prints the result of the tests of a pack, signed or not', async () => {
    const { run, json, captured, packed, body, secret, open, out } = await prepared();
    expect(await run('provenance', 'export', '--format', 'test-result')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pack create'),
    });
    await packed(body);
    const { stdout } = await run('provenance', 'export', '--format', 'test-result');
    expect(JSON.parse(stdout).predicate).toMatchObject({ result: 'PASSED', passedTests: ['npm test'] });
    const signed = await run('provenance', 'export', '--format', 'test-result', '--key', secret);
    expect(JSON.parse(signed.stdout)).toHaveProperty('payloadType', 'application/vnd.in-toto+json');
    writeFileSync(out, signed.stdout);
    const lineOf = async () => {
      const { checked } = await json('provenance', 'verify', '--envelope', out, '--key', open);
      return checked.find(({ what }: { what: string }) => what === out).result;
    };
    expect(await lineOf()).toBe('same');
    await captured({}, { tool });
    expect(await lineOf()).toBe('unreachable');
  });

  it('is not called an envelope without a key', async () => {
    const { run, secret } = await prepared();
    expect(await run('provenance', 'export', '--format', 'envelope')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('openssl genpkey -algorithm ed25519'),
    });
    expect(await run('provenance', 'export', '--format', 'statement', '--key', secret)).toMatchObject({
      code: 2,
    });
  });
});

it('provenance show prints the record for people, and whole for programs', async () => {
  const { run, json, body } = await prepared();
  const { stdout } = await run('provenance');
  expect(stdout).toContain('version          0.139.0 (pin 0.139.0)');
  expect(stdout).toContain('AGENTS.md');
  expect(await json('provenance', 'show', body.run)).toEqual(provenanceOf(body));
});

it('provenance diff says which group explains the difference', async () => {
  const { run, json, captured, body } = await prepared();
  const other = await captured({ 'src/slug.ts': 'x' }, { tool: { ...tool, version: '0.169.0' } });
  const { stdout, code } = await run('provenance', 'diff', body.run, other.body.run);
  expect(code).toBe(0);
  expect(stdout).toContain('≠ version');
  expect(stdout).toContain('Cause: tool upgrade');
  expect(await json('provenance', 'diff', other.folder, body.run)).toMatchObject({
    format: 'codex-cockpit/provenance-diff',
    good: other.body.run,
    bad: body.run,
    cause: 'tool',
  });
});
