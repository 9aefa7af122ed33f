import type { CockpitEvent } from './event.ts';

/** One line that tells a person what an entry recorded. */
export function summarizeEvent({ kind, body }: CockpitEvent): string {
  switch (kind) {
    case 'rollout.started':
      return `started the rollout "${body.name}" with pin ${body.pin}`;
    case 'run.started':
      return `began suite ${body.suite} (${body.checks.length} checks) against pin ${body.pin}`;
    case 'check.finished':
      return `${body.check}: ${body.verdict}: ${body.summary}`;
    case 'run.finished':
      return body.interrupted
        ? `interrupted the suite; so far: ${body.verdict}`
        : `finished the suite on ${body.cli_version ?? 'a CLI that states no version'}: ${body.verdict}`;
  }
}
