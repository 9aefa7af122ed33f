import { hash } from 'node:crypto';
import * as z from 'zod';
import { UsageError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun } from '../events.ts';
import { renderRunFile, renderSorted } from '../run-file.ts';

const digest = () => z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');
const commit = () =>
  z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'must be the full id of a commit in hexadecimal');
const inputFile = () => z.looseObject({ path: z.string(), sha256: digest() });
const tokens = () => z.int().nonnegative().nullable();

/**
 * Provenance of a run of `codex exec`, schema 1.0. The members that have no `optional` must be there and are null when
 * unknown; more members may be there.
 */
export const provenanceSchema = lazily(() =>
  z.looseObject({
    schema_version: z.literal('1.0'),
    tool: z.looseObject({
      name: z.literal('codex-cli'),
      pinned_cli_version: z.string().nullable().describe('the version that the organisation approved'),
      model: z.string().nullable(),
      profile: z.string().nullable().describe('profile of the configuration; null for none'),
      cli_version: z.string().nullable().optional().describe('the version that ran'),
      cli_sha256: digest().nullable().optional().describe('of the native program'),
      effort: z.string().nullable().optional().describe('reasoning effort'),
      arguments: z
        .array(z.string())
        .optional()
        .describe('after `codex`, redacted, with <prompt> for the prompt'),
    }),
    run: z.looseObject({
      timestamp_utc: z.iso.datetime().nullable().describe('start of the run'),
      runner: z.string().nullable().describe('such as github-actions; `local` outside of CI'),
      job_id: z.string().nullable(),
      workflow: z.string().nullable(),
      actor: z.string().nullable().describe('who started the job'),
      repo: z.string().nullable(),
      git: z.looseObject({
        base_sha: commit().nullable().describe('commit before the run'),
        head_sha: commit().nullable().describe('commit after the run'),
        branch: z.string().nullable().optional(),
        dirty: z
          .boolean()
          .nullable()
          .optional()
          .describe('whether there were changes in no commit before the run'),
      }),
      id: z.string().optional().describe('id of the captured run'),
      thread_id: z.string().nullable().optional().describe('thread.started of the stream'),
      ci_run_id: z.string().nullable().optional().describe('id of the run of the workflow or pipeline'),
      duration_ms: z.int().nonnegative().nullable().optional(),
      origin: z
        .enum(['captured', 'imported'])
        .optional()
        .describe('imported: the stream was captured elsewhere'),
    }),
    inputs: z.looseObject({
      prompt_file: z.string().nullable(),
      prompt_sha256: digest().nullable(),
      agents_md_sha256: digest()
        .nullable()
        .describe('of the file of instructions; of several, of the lines that sha256sum prints for them'),
      rules_sha256: digest().nullable().describe('of the file of rules, or of several in the same way'),
      output_schema_file: z.string().nullable(),
      output_schema_sha256: digest().nullable().optional(),
      prompt_bytes: z.int().nonnegative().nullable().optional(),
      instructions: z.array(inputFile()).optional().describe('in the order in which the CLI reads them'),
      rules: z.array(inputFile()).optional(),
      config: z
        .array(
          z.looseObject({
            path: z.string(),
            sha256: digest(),
            settings_sha256: digest()
              .optional()
              .describe('of its settings without what the CLI writes there itself'),
          }),
        )
        .optional(),
    }),
    policy: z.looseObject({
      sandbox: z.string().nullable(),
      approval_policy: z.string().nullable(),
      network_access: z.boolean().nullable(),
      source: z.enum(['session', 'arguments', 'unknown']).optional().describe('who says so'),
    }),
    outputs: z.looseObject({
      final_message_file: z.string().nullable(),
      jsonl_log_file: z.string().nullable(),
      files_changed: z.array(z.string()),
      artifacts_sha256: z
        .record(z.string(), digest())
        .describe('files of the evidence folder as they are stored'),
      raw_sha256: z
        .record(z.string(), digest())
        .optional()
        .describe('the same files before they were redacted'),
      files_changed_total: z.int().nonnegative().optional(),
      changes: z
        .array(
          z.looseObject({
            path: z.string(),
            kind: z.enum(['add', 'update', 'delete']),
            sha256: digest().nullable().describe('content after the change; null for a deleted file'),
            seen: z.enum(['stream', 'repository', 'both']).optional().describe('who says so'),
          }),
        )
        .optional(),
      changes_sha256: digest()
        .nullable()
        .optional()
        .describe('one digest of path, kind and content of all that the repository sees'),
    }),
    outcome: z
      .looseObject({
        result: z.string(),
        reason: z.string().nullable(),
        exit_code: z.int().nullable(),
        signal: z.string().nullable(),
      })
      .optional(),
    usage: z
      .looseObject({
        input_tokens: tokens(),
        cached_input_tokens: tokens(),
        cache_write_input_tokens: tokens(),
        output_tokens: tokens(),
        reasoning_output_tokens: tokens(),
      })
      .optional(),
  }),
);

/** Provenance of a run of `codex exec`, schema 1.0. */
export type Provenance = z.output<ReturnType<typeof provenanceSchema>>;

/**
 * The provenance of a captured run. What the run does not say is null.
 *
 * @throws UsageError when the run says something that is not in the form of the schema, such as half a digest
 */
export function provenanceOf(run: CapturedRun): Provenance {
  const { tool, git, ci, inputs, policy, changes, end, usage, files } = run;
  const named = (name: string) => (files.some((file) => file.name === name) ? name : null);
  return checked(
    {
      schema_version: '1.0',
      tool: {
        name: 'codex-cli',
        pinned_cli_version: tool.pin,
        model: tool.model,
        profile: tool.profile,
        cli_version: tool.version,
        cli_sha256: tool.sha256,
        effort: tool.effort,
        arguments: run.arguments,
      },
      run: {
        timestamp_utc: run.started_at,
        runner: ci?.provider ?? (run.mode === 'local' ? 'local' : null),
        job_id: ci?.job ?? null,
        workflow: ci?.workflow ?? null,
        actor: ci?.actor ?? null,
        repo: git?.repository ?? null,
        git: {
          base_sha: git?.base ?? null,
          head_sha: git?.head ?? null,
          branch: git?.branch ?? null,
          dirty: git?.dirty ?? null,
        },
        id: run.run,
        thread_id: run.thread,
        ci_run_id: ci?.run ?? null,
        duration_ms: run.duration_ms,
        origin: run.origin,
      },
      inputs: {
        prompt_file: inputs.prompt?.file ?? null,
        prompt_sha256: inputs.prompt?.sha256 ?? null,
        agents_md_sha256: digestOfFiles(inputs.instructions),
        rules_sha256: digestOfFiles(inputs.rules),
        output_schema_file: inputs.output_schema?.path ?? null,
        output_schema_sha256: inputs.output_schema?.sha256 ?? null,
        prompt_bytes: inputs.prompt?.bytes ?? null,
        instructions: inputs.instructions,
        rules: inputs.rules,
        config: inputs.config,
      },
      policy: {
        sandbox: policy.sandbox,
        approval_policy: policy.approval,
        network_access: policy.network,
        source: policy.from,
      },
      outputs: {
        final_message_file: named('last-message.txt'),
        jsonl_log_file: named('events.jsonl'),
        files_changed: changes.files.map(({ path }) => path),
        artifacts_sha256: Object.fromEntries([
          ...files.map(({ name, stored }) => [name, stored.sha256] as const),
          ['run.json', hash('sha256', renderRunFile(run), 'hex')],
        ]),
        raw_sha256: Object.fromEntries(files.map(({ name, raw }) => [name, raw.sha256])),
        files_changed_total: changes.total,
        changes: changes.files,
        changes_sha256: changes.digest,
      },
      outcome: {
        result: run.outcome,
        reason: run.reason,
        exit_code: end?.code ?? null,
        signal: end?.signal ?? null,
      },
      usage: {
        input_tokens: usage.input,
        cached_input_tokens: usage.cached,
        cache_write_input_tokens: usage.cache_write,
        output_tokens: usage.output,
        reasoning_output_tokens: usage.reasoning,
      },
    },
    `run ${run.run}`,
  );
}

/**
 * One digest of files that are read together: null for none, of one file its own, of several that of the lines which
 * `sha256sum` prints for them in this order, so that a person can recompute it.
 */
export function digestOfFiles(files: readonly { path: string; sha256: string }[]): string | null {
  const [first, ...more] = files;
  if (first === undefined || more.length === 0) return first?.sha256 ?? null;
  return hash('sha256', files.map(checksumLine).join(''), 'hex');
}

/** A line as `sha256sum` prints it: a name with a backslash or a line break is escaped, and a backslash begins the line. */
export function checksumLine({ path, sha256 }: { path: string; sha256: string }): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`;
}

/** The text of `SHA256SUMS`: the digests of the other files of an evidence folder, as `sha256sum --check` reads them. */
export function renderFolderSums(run: CapturedRun): string {
  const rows = [
    ...run.files.map(({ name, stored }) => ({ path: name, sha256: stored.sha256 })),
    { path: 'provenance.json', sha256: hash('sha256', renderProvenance(provenanceOf(run)), 'hex') },
    { path: 'run.json', sha256: hash('sha256', renderRunFile(run), 'hex') },
  ];
  return rows.map(checksumLine).join('');
}

/** The text of `provenance.json`, always the same for the same record. */
export function renderProvenance(record: Provenance): string {
  return renderSorted(record);
}

/**
 * Reads a record of schema 1.0, also one that another program wrote.
 *
 * @param file how messages name it
 * @throws UsageError naming the field that is wrong
 */
export function parseProvenance(text: string, file: string): Provenance {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${cleanLine(file)}: not JSON: ${cleanLine((cause as Error).message)}`);
  }
  return checked(value, file);
}

function checked(value: unknown, file: string): Provenance {
  // To compile what checks a record takes longer than to check one, and a captured run has one.
  const found = provenanceSchema().safeParse(value, { jitless: true });
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const field = cleanLine(issue?.path.join('.') || 'the document').slice(0, 200);
  throw new UsageError(
    `${cleanLine(file)}: ${field}: ${cleanLine(issue?.message ?? 'no provenance')}`,
    'The form is data/schemas/provenance.schema.json.',
  );
}
