import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';

const count = () => z.int().nonnegative();
/** SHA-256 in hexadecimal. */
const digest = () => z.string();

/** A file that a run was given, by its path from the top of the repository. */
const input = () => z.strictObject({ path: z.string(), sha256: digest() });

/** How a captured run ended. `incomplete`: the process ended well, but its stream never said that the turn was over. */
export const RUN_OUTCOMES = ['completed', 'failed', 'interrupted', 'incomplete', 'not-started'] as const;

/** Why a run did not do what was asked; also the values of the label `reason` of the metrics. */
export const RUN_REASONS = [
  'turn_failed',
  'no_terminal_event',
  'interrupted',
  'not_started',
  'schema_violation',
  'policy_blocked',
] as const;

/** The files that a change of a repository leaves, and one digest of them all: see `digestChanges`. */
export const changes = () =>
  z.strictObject({
    /** Commit that the files are compared with; null outside of a repository. */
    base: z.string().nullable(),
    /** The first 2,000 in the order of their paths. */
    files: z.array(
      z.strictObject({
        path: z.string(),
        kind: z.enum(['add', 'update', 'delete']),
        /** Of the content after the change; null for a deleted file, and for one that cannot be read. */
        sha256: digest().nullable(),
        /** Who says so: the event stream, the repository, or both. */
        seen: z.enum(['stream', 'repository', 'both']),
      }),
    ),
    total: count(),
    digest: digest().nullable(),
  });

/** The steps of the rollback playbook, in the order in which they are proposed. */
export const INCIDENT_STEPS = ['revert', 'attach', 'decide', 'rerun'] as const;

/** Why a run did harm: what it was told, what it ran on, both, none of them; `unknown` when nobody can tell. */
export const INCIDENT_CAUSES = ['prompt', 'tool', 'both', 'neither', 'unknown'] as const;

const gateFinding = () =>
  z.strictObject({
    rule: z.string(),
    message: z.string(),
    path: z.string().nullable(),
    line: z.int().nullable(),
  });

/** What is recorded of captured runs of `codex exec`, and of what is made of them. */
export const capturedRunBodies = {
  'exec.captured': () =>
    z.strictObject({
      v: z.literal(1),
      /** Id of the captured run (UUIDv7). */
      run: z.string(),
      /** `imported`: the stream was captured elsewhere. */
      origin: z.enum(['captured', 'imported']),
      mode: z.enum(['ci', 'local']),
      started_at: z.iso.datetime().nullable(),
      duration_ms: count().nullable(),
      /** How the process ended; null when that is not known. */
      end: z.strictObject({ code: z.int().nullable(), signal: z.string().nullable() }).nullable(),
      outcome: z.enum(RUN_OUTCOMES),
      reason: z.enum(RUN_REASONS).nullable(),
      /** What the CLI said about a failure: one redacted line; empty for none. */
      message: z.string(),
      thread: z.string().nullable(),
      tool: z.strictObject({
        version: z.string().nullable(),
        /** The pin of the rollout at that time. */
        pin: z.string().nullable(),
        /** Digest of the native program. */
        sha256: digest().nullable(),
        model: z.string().nullable(),
        effort: z.string().nullable(),
        profile: z.string().nullable(),
      }),
      /** The arguments after `codex`, redacted, with the prompt as `<prompt>`. */
      arguments: z.array(z.string()),
      git: z
        .strictObject({
          /** Address without credentials, or the name of the folder. */
          repository: z.string(),
          branch: z.string().nullable(),
          /** Commit before the run and after it; null in a repository without commits. */
          base: z.string().nullable(),
          head: z.string().nullable(),
          /** Whether there were changes in no commit before the run. */
          dirty: z.boolean(),
        })
        .nullable(),
      /** The job that started the run; null outside of CI. */
      ci: z
        .strictObject({
          provider: z.string(),
          workflow: z.string().nullable(),
          job: z.string().nullable(),
          run: z.string().nullable(),
          actor: z.string().nullable(),
        })
        .nullable(),
      inputs: z.strictObject({
        prompt: z
          .strictObject({
            from: z.enum(['argument', 'stdin', 'both']),
            /** The file that stdin was, by its path from the top of the repository; left out where nobody knows. */
            file: z.string().optional(),
            /** Of the prompt as it was given, before redaction. */
            sha256: digest(),
            bytes: count(),
            /** Its first line, redacted, at most 200 characters. */
            summary: z.string(),
          })
          .nullable(),
        /** Files of instructions for the folder, in the order in which the CLI reads them. */
        instructions: z.array(input()),
        rules: z.array(input()),
        config: z.array(
          z.strictObject({
            path: z.string(),
            sha256: digest(),
            /** Of its settings without what the CLI writes there itself; left out for what is not TOML. */
            settings_sha256: digest().optional(),
          }),
        ),
        output_schema: input().nullable(),
      }),
      policy: z.strictObject({
        sandbox: z.string().nullable(),
        approval: z.string().nullable(),
        network: z.boolean().nullable(),
        /** Where these are from: the session file of the run, the arguments, or nowhere. */
        from: z.enum(['session', 'arguments', 'unknown']),
      }),
      /** Tokens over all turns; a number is null when no turn stated it. */
      usage: z.strictObject({
        input: count().nullable(),
        cached: count().nullable(),
        cache_write: count().nullable(),
        output: count().nullable(),
        reasoning: count().nullable(),
      }),
      turns: count(),
      /** Items by type and by the last status of each. */
      items: z.record(z.string(), z.record(z.string(), count())),
      /** The first 200 commands. */
      commands: z.array(
        z.strictObject({
          /** One redacted line, at most 200 characters. */
          command: z.string(),
          exit: z.int().nullable(),
          status: z.string(),
        }),
      ),
      commands_total: count(),
      changes: changes(),
      /** What was wrong with the stream, such as `2 lines that are not JSON`. */
      faults: z.array(z.string()),
      /** Files of the evidence folder. `stored` is what is there, redacted; `raw` is what came. */
      files: z.array(
        z.strictObject({
          name: z.string(),
          stored: z.strictObject({ sha256: digest(), bytes: count() }),
          raw: z.strictObject({ sha256: digest(), bytes: count() }),
        }),
      ),
      /** The same texts in the history, cut where they are long. */
      texts: z.array(evidence()),
    }),
  /** A captured run was compared with everything within reach. */
  'provenance.verified': () =>
    z.strictObject({
      v: z.literal(1),
      run: z.string(),
      verdict: z.enum(['same', 'different', 'incomplete']),
      checked: z.array(
        z.strictObject({
          what: z.string(),
          result: z.enum(['same', 'different', 'unreachable']),
          detail: z.string(),
        }),
      ),
    }),
  /** A review pack: what a reviewer of the change of a run needs. */
  'pack.created': () =>
    z.strictObject({
      v: z.literal(1),
      /** Id of the pack (UUIDv7). */
      pack: z.string(),
      run: z.string(),
      /** Digest that the pack states of itself. */
      sha256: digest(),
      /** Class of the risk matrix. */
      risk: z.string(),
      base: z.string().nullable(),
      head: z.string().nullable(),
      changes: changes(),
      verification: z.array(
        z.strictObject({
          /** One redacted line. */
          command: z.string(),
          exit: z.int().nullable(),
          duration_ms: count(),
          verdict: z.enum(['pass', 'fail', 'error']),
          /** Digest of the changes that it ran on. */
          digest: digest().nullable(),
          output: evidence().nullable(),
        }),
      ),
      /** What nobody verified, a sentence each. */
      uncertain: z.array(z.string()),
      /** The pack as Markdown. */
      text: evidence(),
    }),
  /** A gate of CI was asked about a change. */
  'gate.judged': () =>
    z.strictObject({
      v: z.literal(1),
      gate: z.string(),
      verdict: z.enum(['open', 'closed']),
      risk: z.string().nullable(),
      repository: z.string(),
      base: z.string().nullable(),
      head: z.string().nullable(),
      findings: z.array(gateFinding()),
    }),
  /** Workflows that start Codex were linted. */
  'workflows.linted': () =>
    z.strictObject({
      v: z.literal(1),
      repository: z.string(),
      head: z.string().nullable(),
      files: count(),
      verdict: z.enum(['pass', 'warn', 'fail']),
      /** Rules with the number of their findings. */
      rules: z.record(z.string(), count()),
    }),
  /** Somebody follows the rollback playbook after a change of a run did harm. */
  'incident.opened': () =>
    z.strictObject({
      v: z.literal(1),
      incident: z.string(),
      title: z.string(),
      /** The run whose change did harm. */
      bad: z.string(),
      /** The last run that did well; null when there is none. */
      good: z.string().nullable(),
      role: z.enum(ROLES),
    }),
  'incident.step-done': () =>
    z.strictObject({
      v: z.literal(1),
      incident: z.string(),
      step: z.enum(INCIDENT_STEPS),
      /** What was decided or done, a sentence. */
      note: z.string(),
      /** For `revert` the commit, for `decide` the good run that it was compared with, for `rerun` the run. */
      ref: z.string().nullable(),
      /** For `decide`: the cause, and the one that the comparison proposed. */
      cause: z.enum(INCIDENT_CAUSES).nullable(),
      proposed: z.enum(INCIDENT_CAUSES).nullable(),
      /** For `revert` the files that are as before (null: not there), for `attach` those of the folder. */
      files: z.array(z.strictObject({ name: z.string(), sha256: digest().nullable() })),
      /** What the check of the step found wrong, and why the step counts anyway; null when nothing was. */
      exception: z.strictObject({ found: z.array(z.string()), reason: z.string() }).nullable(),
      role: z.enum(ROLES),
    }),
  'incident.closed': () =>
    z.strictObject({
      v: z.literal(1),
      incident: z.string(),
      reason: z.string(),
      /** Steps that were not done. */
      missing: z.array(z.enum(INCIDENT_STEPS)),
      role: z.enum(ROLES),
    }),
} as const;

/** What is recorded of a captured run. */
export type CapturedRun = z.output<ReturnType<(typeof capturedRunBodies)['exec.captured']>>;

/** The files that a change leaves, as a run or a pack records them. */
export type Changes = CapturedRun['changes'];

/** What is recorded of a review pack. */
export type ReviewPack = z.output<ReturnType<(typeof capturedRunBodies)['pack.created']>>;
