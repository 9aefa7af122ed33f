import { CATALOG_ARTIFACT, catalogCheckId } from '../../artifacts/catalog/judge-command.ts';
import { attestedUntil, type EvidenceOutcome, type RecordedEvidence } from '../../base/evidence.ts';
import type { Verdict } from '../../checks/verdict.ts';
import type { Entry } from './entry.ts';
import type { CockpitEvent } from './event.ts';

const outcomes: Record<Verdict, EvidenceOutcome> = {
  pass: 'good',
  warn: 'good',
  fail: 'bad',
  skip: 'unknown',
  error: 'unknown',
  manual: 'manual',
};

/**
 * The evidence that an entry gives for the items of a rollout; undefined when it gives none.
 *
 * @param hasRole whether its actor had a role in the rollout just before
 */
export function evidenceOfEvent(
  entry: Entry,
  { kind, body }: CockpitEvent,
  { hasRole }: { hasRole: boolean },
): RecordedEvidence | undefined {
  const base = {
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor,
    has_role: hasRole ? (1 as const) : (0 as const),
    digest: entry.hash,
    source: '',
    good_until: '',
  };
  switch (kind) {
    case 'check.finished':
      return {
        ...base,
        kind: 'check',
        key: body.check,
        version: body.cli_version ?? '',
        outcome: outcomes[body.verdict],
        summary: `${body.verdict}: ${body.summary}`,
      };
    case 'item.attested':
      return {
        ...base,
        kind: 'attestation',
        key: body.item,
        version: body.pin,
        outcome: 'good',
        source: body.item_sha256,
        summary: `attested by ${entry.actor} as ${body.role}${body.note === null ? '' : `: ${body.note}`}`,
      };
    case 'models.cloud-attested':
      return {
        ...base,
        kind: 'review',
        key: 'models.cloud',
        version: '',
        outcome: 'good',
        good_until: `${attestedUntil(body.seen_on)}T00:00:00.000Z`,
        summary: `${body.statement} (seen on ${body.seen_on} by ${entry.actor} as ${body.role})`,
      };
    case 'metric.recorded':
      return {
        ...base,
        kind: 'metric',
        key: body.metric,
        version: '',
        outcome: 'good',
        summary:
          body.side === 'adoption'
            ? `recorded (${body.window}, ${body.source})`
            : `${body.value} ${body.unit} (${body.window}, ${body.source})`,
      };
    case 'artifact.approved':
      if (!body.complete || body.next_review_on === null) return undefined;
      return {
        ...base,
        kind: 'artifact',
        key: body.artifact,
        version: '',
        outcome: 'good',
        digest: body.sha256,
        good_until: `${body.next_review_on}T00:00:00.000Z`,
        summary: `revision ${body.revision} of ${body.artifact} is approved; its next review is on ${body.next_review_on}`,
      };
    case 'catalog.ran':
      // Commands of another catalog may have the same names.
      if (body.artifact !== CATALOG_ARTIFACT) return undefined;
      return {
        ...base,
        kind: 'check',
        key: catalogCheckId(body.command),
        version: body.cli_version ?? '',
        outcome: outcomes[body.verdict],
        summary: `${body.verdict}: ${body.command} in ${body.repository}, ${body.summary}`,
      };
    case 'review.finished':
      // That a change went ahead in spite of its review shows nothing about the practice.
      if (body.exceptions.length > 0) return undefined;
      return {
        ...base,
        kind: 'review',
        key: body.name,
        version: '',
        outcome: 'good',
        summary: `${body.change} was reviewed; finished by ${entry.actor} as ${body.role}`,
      };
    case 'exec.captured':
      // An imported stream says nothing about how this team runs Codex.
      if (body.origin === 'imported') return undefined;
      return {
        ...base,
        kind: 'check',
        key: 'run.captured',
        version: body.tool.version ?? '',
        outcome: body.outcome === 'completed' ? 'good' : 'unknown',
        summary: `run ${body.run}: ${body.outcome}`,
      };
    case 'pack.created': {
      const isVerified =
        body.verification.length > 0 && body.verification.every(({ verdict }) => verdict === 'pass');
      return {
        ...base,
        kind: 'check',
        key: 'pack.created',
        version: '',
        outcome: isVerified ? 'good' : 'bad',
        summary: `pack of run ${body.run}: ${isVerified ? 'verified' : 'not verified'}`,
      };
    }
    case 'gate.judged':
      return {
        ...base,
        kind: 'check',
        key: `gate.${body.gate}`,
        version: '',
        // A closed gate has worked too; what shows that a team uses it is that it was asked.
        outcome: 'good',
        summary: `${body.verdict} for ${body.repository}`,
      };
    case 'workflows.linted':
      return {
        ...base,
        kind: 'check',
        key: 'workflows.linted',
        version: '',
        outcome: body.verdict === 'fail' ? 'bad' : 'good',
        summary: `${body.verdict}: ${body.files} workflow files of ${body.repository}`,
      };
    default:
      return undefined;
  }
}
