import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import {
  checksumLine,
  digestOfFiles,
  parseProvenance,
  provenanceOf,
  renderProvenance,
} from '../../../../src/domain/runs/provenance/record.ts';
import { parseRunFile, renderRunFile } from '../../../../src/domain/runs/run-file.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const example = read('test/fixtures/provenance/example-1.0.json');

/** The schema that ships, with a validator that is not ours. */
const ajv = new Ajv2020({ allErrors: true, strict: true });
formats.default(ajv);
const isProvenance = ajv.compile(JSON.parse(read('data/schemas/provenance.schema.json')));
const faultsOf = (value: unknown) => (isProvenance(value) ? [] : isProvenance.errors);

const hostile = '\u001b[2J\u202e"]}\n../../etc/passwd\\';

describe('the schema of provenance 1.0', () => {
  it('takes the example of the schema as it was written', () => {
    expect(faultsOf(JSON.parse(example))).toEqual([]);
    expect(parseProvenance(example, 'example')).toEqual(JSON.parse(example));
  });

  it.each([
    ['a full run', capturedRun()],
    [
      'a run of which nothing is known',
      capturedRun({
        origin: 'imported',
        mode: 'ci',
        started_at: null,
        duration_ms: null,
        end: null,
        outcome: 'incomplete',
        reason: 'no_terminal_event',
        thread: null,
        tool: { version: null, pin: null, sha256: null, model: null, effort: null, profile: null },
        git: null,
        inputs: { prompt: null, instructions: [], rules: [], config: [], output_schema: null },
        policy: { sandbox: null, approval: null, network: null, from: 'unknown' },
        usage: { input: null, cached: null, cache_write: null, output: null, reasoning: null },
        changes: { base: null, files: [], total: 0, digest: null },
        files: [],
      }),
    ],
    [
      'paths and arguments that want to do harm',
      capturedRun({
        arguments: [hostile, 'x'.repeat(100_000)],
        changes: {
          base: null,
          files: [
            { path: hostile, kind: 'delete', sha256: null, seen: 'stream' },
            { path: '__proto__', kind: 'add', sha256: sha256('x'), seen: 'stream' },
          ],
          total: Number.MAX_SAFE_INTEGER,
          digest: null,
        },
      }),
    ],
  ])('takes the record of %s', (_, run) => {
    const text = renderProvenance(provenanceOf(run));
    expect(faultsOf(JSON.parse(text))).toEqual([]);
    expect(renderProvenance(parseProvenance(text, 'provenance.json'))).toBe(text);
  });

  it.each([
    ['a member of the schema that is spelt otherwise', { inputs: { prompt_sha: null } }, 'inputs'],
    ['another version', { schema_version: '2.0' }, 'schema_version'],
    ['half a digest', { outputs: { artifacts_sha256: { 'events.jsonl': 'abc' } } }, 'outputs'],
    ['a time without a zone', { run: { timestamp_utc: '2026-02-10 00:00' } }, 'run'],
  ])('refuses %s', (_, change, field) => {
    const record = { ...JSON.parse(example), ...change };
    expect(faultsOf(record)).not.toEqual([]);
    expect(() => parseProvenance(JSON.stringify(record), 'p.json')).toThrow(`p.json: ${field}`);
  });

  it('says where a text is no JSON, without its control characters', () => {
    expect(() => parseProvenance('{\u001b', 'p\u001b[2J.json')).toThrow(/^p\.json: not JSON/);
  });
});

describe('the record of a run', () => {
  it('has the fields of the schema, and null for what nobody knows', () => {
    const record = provenanceOf(
      capturedRun({
        ci: { provider: 'github-actions', workflow: 'review', job: 'codex', run: '42', actor: 'robot' },
      }),
    );
    expect(record.run).toMatchObject({
      timestamp_utc: '2026-11-22T08:00:00.000Z',
      runner: 'github-actions',
      job_id: 'codex',
      workflow: 'review',
      actor: 'robot',
      repo: 'github.com/acme/payments',
      ci_run_id: '42',
    });
    expect(record.inputs).toMatchObject({
      prompt_file: null,
      prompt_sha256: sha256('Add slug()'),
      agents_md_sha256: sha256('# Agents\n'),
      rules_sha256: null,
    });
    expect(record.outputs).toMatchObject({
      final_message_file: null,
      jsonl_log_file: 'events.jsonl',
      files_changed: ['src/slug.ts'],
    });
  });

  it('names the digest of run.json, so that a changed byte there is found too', () => {
    const run = capturedRun();
    const { artifacts_sha256 } = provenanceOf(run).outputs;
    expect(artifacts_sha256['run.json']).toBe(sha256(renderRunFile(run)));
    expect(parseRunFile(renderRunFile(run), 'run.json')).toEqual(run);
    const reordered = Object.fromEntries(Object.entries(run).toReversed()) as CapturedRun;
    expect(renderRunFile(reordered)).toBe(renderRunFile(run));
  });

  it('is refused when the run states half a digest', () => {
    const run = capturedRun();
    expect(() => provenanceOf({ ...run, tool: { ...run.tool, sha256: 'abc' } })).toThrow('tool.cli_sha256');
  });
});

describe('one digest of several files', () => {
  it('is that of the lines that sha256sum prints for them', () => {
    const files = [
      { path: 'AGENTS.md', sha256: sha256('one') },
      { path: 'src/AGENTS.md', sha256: sha256('two') },
    ];
    const lines = `${sha256('one')}  AGENTS.md\n${sha256('two')}  src/AGENTS.md\n`;
    expect(digestOfFiles(files)).toBe(createHash('sha256').update(lines).digest('hex'));
    expect(digestOfFiles(files.slice(0, 1))).toBe(sha256('one'));
    expect(digestOfFiles([])).toBeNull();
  });

  it('escapes a name with a line break as sha256sum does', () => {
    expect(checksumLine({ path: 'a\nb', sha256: 'd' })).toBe('\\d  a\\nb\n');
  });
});

it('names the field of a run.json that is wrong', () => {
  const wrong = JSON.stringify({ kind: 'codex-cockpit/captured-run', version: 1, run: { v: 2 } });
  expect(() => parseRunFile(wrong, 'run.json')).toThrow('run.json: run.');
  expect(() => parseRunFile('[', 'run.json')).toThrow('run.json: not JSON');
});
