import { countOf } from '../../base/text/progress.ts';
import type { CockpitEvent, EventBody } from './event.ts';

/** One line about what an entry recorded. */
export function summarizeEvent({ kind, body }: CockpitEvent): string {
  switch (kind) {
    case 'rollout.started':
      return `started the rollout "${body.name}" with pin ${body.pin}`;
    case 'rollout.pin-moved':
      return `moved the pin from ${body.from} to ${body.to}: ${body.reason}`;
    case 'rollout.surfaces-chosen':
      return `chose ${body.surfaces.join(' and ')} use`;
    case 'person.recorded':
      return `recorded ${body.email} as ${body.roles.join(', ') || 'somebody without a role'}`;
    case 'runbook.published':
      return `published revision ${body.revision} of the runbook ${body.runbook}: ${body.reason}`;
    case 'item.attested':
      return `attested ${body.item} as ${body.role}`;
    case 'item.waived':
      return `waived ${body.item} until ${body.expires_at.slice(0, 10)}: ${body.reason}`;
    case 'item.withdrawn':
      return `withdrew the ${body.what} of ${body.item}: ${body.reason}`;
    case 'metric.recorded':
      // A number of adoption is shown beside quality alone, and a line of the history has none beside it.
      return body.side === 'adoption'
        ? `recorded ${body.metric} (${body.window})`
        : `recorded ${body.metric}: ${body.value} ${body.unit} (${body.window})`;
    case 'sessions.imported':
      return `read ${countOf(body.files.length, 'session file')} of ${body.person} in ${body.home}`;
    case 'figures.imported':
      return `imported ${body.rows.length + body.limits.length} figures of ${body.source}${body.place === '' ? '' : ` (${body.place})`}${body.file === null ? '' : ` from ${body.file}`}`;
    case 'phase.signed':
      return `signed the gate of ${body.phase} as ${body.role}${body.signature ? '' : ', without a signature'}`;
    case 'phase.sign-off-withdrawn':
      return `withdrew the sign-off of ${body.person} as ${body.role} under ${body.phase}: ${body.reason}`;
    case 'phase.passed':
      return `passed the gate of ${body.phase} with ${countOf(body.items.length, 'required item')}`;
    case 'phase.revisited':
      return `revisited ${body.phase}: ${body.reason}`;
    case 'plugins.snapshot-taken':
      return `took a snapshot of ${countOf(body.snapshot.plugins.length, 'plugin')} of ${countOf(body.snapshot.marketplaces.length, 'marketplace')}`;
    case 'plugins.upgrade-reviewed':
      return `reviewed the upgrade of ${body.marketplace}: ${body.summary}`;
    case 'plugins.upgraded':
      return describeUpgrade(body);
    case 'plugins.upgrade-started':
      return `began to upgrade ${body.marketplace} to what was reviewed (entry ${body.review})`;
    case 'source.acknowledged':
      return `acknowledged ${countOf(body.commands.length, 'command')} of ${body.source}`;
    case 'source.decided':
      return `made ${body.source} ${body.state}: ${body.reason}`;
    case 'models.cloud-attested':
      return `attested the models of cloud tasks as seen on ${body.seen_on}: ${body.statement}`;
    case 'run.started':
      return body.v === 2 && body.as_candidate
        ? `began suite ${body.suite} (${countOf(body.checks.length, 'check')}) on a candidate; the pin is ${body.pin}`
        : `began suite ${body.suite} (${countOf(body.checks.length, 'check')}) against pin ${body.pin}`;
    case 'check.finished':
      return `${body.check}: ${body.verdict}: ${body.summary}`;
    case 'run.finished':
      return body.interrupted
        ? `interrupted the suite; so far: ${body.verdict}`
        : `finished the suite on ${body.cli_version ?? 'a CLI that states no version'}: ${body.verdict}`;
    case 'artifact.revised':
      return `wrote revision ${body.revision} of ${body.artifact}${body.note === null ? '' : `: ${body.note}`}`;
    case 'artifact.submitted':
      return `gave revision ${body.revision} of ${body.artifact} to its reviewers`;
    case 'artifact.approved':
      return `approved revision ${body.revision} of ${body.artifact} as ${body.role}${body.complete ? `; its next review is on ${body.next_review_on}` : ''}`;
    case 'artifact.published':
      return `published revision ${body.revision} of ${body.artifact} as ${body.path} of ${body.repository}`;
    case 'catalog.ran':
      return `ran ${body.command} of the catalog in ${body.repository}: ${body.verdict}, ${body.summary}`;
    case 'review.started':
      return `began the review ${body.review} of ${body.change} with ${countOf(body.questions.length, 'question')}`;
    case 'review.answered':
      return `answered ${body.question} of the review of ${body.change}: ${body.answer}${body.note === null ? '' : `, ${body.note}`}`;
    case 'review.finished':
      return `finished the review of ${body.change}${body.exceptions.length === 0 ? '' : ` in spite of ${body.exceptions.join(', ')}`}${body.note === null ? '' : `: ${body.note}`}`;
    case 'upgrade.rehearsed':
      return `rehearsed ${body.from.version} → ${body.to.version}: ${body.verdict}, ${countOf(body.counts.blocker, 'blocker')}, ${countOf(body.counts.warning, 'warning')}`;
    case 'exec.captured':
      return `${body.origin} run ${body.run}: ${body.outcome}, ${countOf(body.changes.total, 'changed file')}`;
    case 'provenance.verified':
      return `verified the provenance of run ${body.run}: ${body.verdict}`;
    case 'pack.created':
      return `made a review pack of run ${body.run}: ${countOf(body.verification.length, 'verification')}, ${countOf(body.changes.total, 'changed file')}`;
    case 'gate.judged':
      return `gate ${body.gate} of ${body.repository}: ${body.verdict}`;
    case 'workflows.linted':
      return `linted ${countOf(body.files, 'workflow file')} of ${body.repository}: ${body.verdict}`;
    case 'incident.opened':
      return `opened the incident "${body.title}" of run ${body.bad}`;
    case 'incident.step-done':
      return `incident ${body.incident}, ${body.step}: ${body.note}${body.exception === null ? '' : `, with an exception: ${body.exception.reason}`}`;
    case 'incident.closed':
      return `closed the incident ${body.incident}${body.missing.length === 0 ? '' : ` in spite of ${body.missing.join(', ')}`}: ${body.reason}`;
    case 'changelog.imported':
      return `imported the release notes of ${countOf(body.releases.length, 'version')} from ${body.file}`;
    case 'changelog.reviewed':
      return `reviewed ${countOf(body.notes.length, 'line')} of the release notes of ${body.version}: ${body.concerns ? 'they concern us' : 'no concern'}${body.note === null ? '' : `, ${body.note}`}`;
    case 'upgrade.waived':
      return `waived the blocker ${body.difference} until ${body.expires_at.slice(0, 10)}: ${body.reason}`;
    case 'upgrade.signed':
      return `signed the rehearsal of entry ${body.seq} as ${body.role}${body.note === null ? '' : `: ${body.note}`}`;
    case 'upgrade.approved':
      return `approved the upgrade ${body.from.version} → ${body.to.version}: ${body.reason}`;
    case 'upgrade.rejected':
      return `rejected ${body.to.version}: ${body.reason}`;
    case 'upgrade.rolled-back':
      return `rolled back ${body.from.version} → ${body.to.version}: ${body.reason}`;
    case 'rings.planned':
      return `planned the rings ${body.rings.join(', ')}`;
    case 'ring.opened':
      return `opened the ring ${body.ring} for ${body.version}: ${body.reason}`;
    case 'ring.incident':
      return `recorded an incident in the ring ${body.ring} with ${body.version}: ${body.note}`;
    case 'machines.reported':
      return `imported the reports of ${countOf(body.reports.length, 'machine')}`;
    case 'compliance.listed':
      return `listed ${body.files.length} new log files of ${body.log}, from ${body.from} to ${body.to}`;
    case 'compliance.imported':
      return `imported ${body.rows.length} records of ${body.log}${body.file === null ? '' : ` from ${body.file}`}`;
    case 'quality.recorded':
      return `recorded ${body.rows.length} rows of quality from ${body.name} (${body.source})`;
    case 'teams.recorded':
      return `recorded the teams of ${body.members.length} people from ${body.name}`;
    case 'question.asked':
      return `asked every ${body.every}: ${body.text}`;
    case 'question.answered':
      return `answered ${body.question}: ${body.text}`;
    case 'question.retired':
      return `retired the question ${body.question}: ${body.reason}`;
    case 'change.tied':
      return `tied a change (${body.kind}) to ${body.metric}, ${body.change}: ${body.reason}`;
    case 'change.not-needed':
      return `looked at the charts and changed nothing: ${body.reason}`;
    case 'change.judged':
      return `judged the change ${body.change}: ${body.verdict}`;
    case 'change.closed':
      return `closed the change ${body.change}, ${body.outcome}: ${body.reason}`;
    case 'loop-back.recorded':
      return `recorded how the task ${body.loop_back} was verified and reviewed: ${body.task}`;
    case 'key.made':
      return `made the key that signs checkpoints: ${body.public_key}`;
    case 'checkpoint.made':
      return `signed a checkpoint over ${countOf(body.size, 'entry', 'entries')}`;
    case 'checkpoint.place-chosen':
      return body.place === null
        ? 'keeps checkpoints in no second place any more'
        : `keeps checkpoints in ${body.place} too`;
    case 'blobs.removed':
      return body.v === 1
        ? `removed the bytes of ${countOf(body.removed.length, 'text')} older than ${body.older_than} and larger than ${body.larger_than}`
        : `removed the bytes of ${countOf(body.removed.length, 'text')} that had secrets in them`;
    case 'history.restored':
      return `restored the backup ${body.from} with ${countOf(body.entries, 'entry', 'entries')} in the place of ${body.replaced?.entries ?? 0}`;
  }
}

function describeUpgrade({ marketplace, outcome, summary }: EventBody<'plugins.upgraded'>): string {
  switch (outcome) {
    case 'as reviewed':
      return `upgraded ${marketplace}, exactly as reviewed`;
    case 'not as reviewed':
      return `upgraded ${marketplace}, NOT as reviewed`;
    case 'failed':
      return `failed to upgrade ${marketplace}${summary === null ? '' : `: ${summary}`}`;
    case 'interrupted':
      return `found an unfinished upgrade of ${marketplace}${summary === null ? '' : `: ${summary}`}`;
  }
}
