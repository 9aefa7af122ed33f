import type { CapturedRun } from '../events.ts';

/** Why a run failed, as the label `reason` of the metrics says it too. */
export type FailureReason = NonNullable<CapturedRun['reason']>;

/** What a log says of one captured run. Neither the prompt nor anything that the run printed is in it. */
export type LogEvent = {
  /** When the run ended, RFC 3339; when it got its id, where the stream did not say. */
  ts: string;
  level: 'INFO' | 'ERROR';
  event: 'codex.exec.completed';
  component: 'ci' | 'local';
  sandbox: string | null;
  approval_policy: string | null;
  /** `sha256:` and the digest of the prompt as it was given; null for none. */
  prompt: string | null;
  codex_cli_version: string | null;
  model: string | null;
  result: 'success' | 'failure';
  /** Only of a failure. */
  reason?: FailureReason;
  /** Tokens; null where the stream stated none. */
  usage: {
    input_tokens: number | null;
    cached_input_tokens: number | null;
    output_tokens: number | null;
  };
  run_id: string;
  duration_ms: number | null;
};

/** Why a run did not do what was asked; undefined for one that did. */
export function failureOf({
  outcome,
  reason,
}: Pick<CapturedRun, 'outcome' | 'reason'>): FailureReason | undefined {
  if (reason !== null) return reason;
  switch (outcome) {
    case 'completed':
      return undefined;
    case 'failed':
      return 'turn_failed';
    case 'interrupted':
      return 'interrupted';
    case 'incomplete':
      return 'no_terminal_event';
    case 'not-started':
      return 'not_started';
  }
}

/** The log event of a captured run. */
export function logEvent(run: CapturedRun): LogEvent {
  const { started_at, duration_ms, mode, policy, inputs, tool, usage } = run;
  const reason = failureOf(run);
  return {
    ts: endOf(started_at ?? timeOfId(run.run), duration_ms ?? 0),
    level: reason === undefined ? 'INFO' : 'ERROR',
    event: 'codex.exec.completed',
    component: mode,
    sandbox: policy.sandbox,
    approval_policy: policy.approval,
    prompt: inputs.prompt && `sha256:${inputs.prompt.sha256}`,
    codex_cli_version: tool.version,
    model: tool.model,
    result: reason === undefined ? 'success' : 'failure',
    ...(reason !== undefined && { reason }),
    usage: {
      input_tokens: usage.input,
      cached_input_tokens: usage.cached,
      output_tokens: usage.output,
    },
    run_id: run.run,
    duration_ms,
  };
}

/** The time in a UUIDv7, whose first 48 bits are milliseconds (RFC 9562 §5.7). */
function timeOfId(id: string): string {
  const milliseconds = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return new Date(Number.isNaN(milliseconds) ? 0 : milliseconds).toISOString();
}

function endOf(startedAt: string, durationMs: number): string {
  const end = new Date(Date.parse(startedAt) + durationMs);
  // A duration that is no duration must not stop the log.
  return Number.isNaN(end.getTime()) ? startedAt : end.toISOString();
}
