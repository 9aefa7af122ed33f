import type { SuiteVerdict } from '../../../domain/checks/verdict.ts';
import type { EventBody, EventKind } from '../../../domain/history/entry/event.ts';
import { checkLevel, type Level } from './level.ts';

/** What a kind of entry is to a SIEM. */
type KindMeaning<K extends EventKind> = {
  /** What it is called there. */
  title: string;
  /** A change of something, or what a check found. */
  is: Change | 'finding';
  /** How much somebody who watches should care; `info` when nothing is said. */
  level?: (body: EventBody<K>) => Level;
};

/** What was done to what: the subject of the entry is its name. */
type Change = { activity: 'Create' | 'Update' | 'Delete'; entity: string };

const create = (entity: string): Change => ({ activity: 'Create', entity });
const update = (entity: string): Change => ({ activity: 'Update', entity });
const remove = (entity: string): Change => ({ activity: 'Delete', entity });

const suiteLevels: Record<SuiteVerdict, Level> = { pass: 'info', warn: 'low', error: 'medium', fail: 'high' };

/** Every kind of entry: a new one does not compile until it has its line here. */
export const eventTable: { readonly [K in EventKind]: KindMeaning<K> } = {
  'rollout.started': { title: 'Rollout started', is: create('Rollout') },
  'rollout.pin-moved': { title: 'Pin moved', is: update('Rollout'), level: () => 'low' },
  'rollout.surfaces-chosen': { title: 'Surfaces chosen', is: update('Rollout') },
  'person.recorded': { title: 'Person recorded', is: update('Person'), level: () => 'low' },
  'runbook.published': {
    title: 'Runbook published',
    is: update('Runbook'),
    level: ({ waived }) => (waived === null ? 'info' : 'medium'),
  },
  'item.attested': { title: 'Item attested', is: update('Checklist item') },
  'item.waived': { title: 'Item waived', is: update('Checklist item'), level: () => 'medium' },
  'item.withdrawn': { title: 'Statement withdrawn', is: update('Checklist item'), level: () => 'low' },
  'metric.recorded': { title: 'Metric recorded', is: create('Metric') },
  'compliance.listed': { title: 'Compliance log listed', is: update('Compliance log') },
  'compliance.imported': { title: 'Compliance records imported', is: create('Compliance records') },
  'quality.recorded': { title: 'Quality recorded', is: create('Metric') },
  'teams.recorded': { title: 'Teams recorded', is: update('Team') },
  'sessions.imported': { title: 'Session files imported', is: create('Metric') },
  'figures.imported': { title: 'Figures of use imported', is: create('Metric') },
  'question.asked': { title: 'Question about metrics asked', is: create('Question') },
  'question.answered': { title: 'Question about metrics answered', is: update('Question') },
  'question.retired': { title: 'Question about metrics retired', is: update('Question'), level: () => 'low' },
  'change.tied': { title: 'Change tied to a signal', is: create('Change') },
  'change.not-needed': { title: 'Charts reviewed without a change', is: update('Change') },
  'change.judged': {
    title: 'Change judged by its signal',
    is: update('Change'),
    level: ({ verdict }) => (verdict === 'moved against' ? 'low' : 'info'),
  },
  'change.closed': { title: 'Change closed', is: update('Change') },
  'loop-back.recorded': { title: 'Way of a task recorded', is: update('Task') },
  'exec.captured': {
    title: 'Codex run captured',
    is: create('Captured run'),
    level: ({ outcome }) => (outcome === 'completed' ? 'info' : 'low'),
  },
  'provenance.verified': {
    title: 'Provenance verified',
    is: update('Captured run'),
    level: ({ verdict }) => (verdict === 'different' ? 'high' : 'info'),
  },
  'pack.created': { title: 'Review pack made', is: create('Review pack') },
  'gate.judged': {
    title: 'Gate of CI judged',
    is: update('Change'),
    level: ({ verdict }) => (verdict === 'closed' ? 'medium' : 'info'),
  },
  'workflows.linted': {
    title: 'Workflows linted',
    is: update('Repository'),
    level: ({ verdict }) => (verdict === 'fail' ? 'medium' : 'info'),
  },
  'incident.opened': { title: 'Incident opened', is: create('Incident'), level: () => 'medium' },
  'incident.step-done': { title: 'Step of an incident done', is: update('Incident'), level: () => 'low' },
  'incident.closed': { title: 'Incident closed', is: update('Incident'), level: () => 'low' },
  'phase.signed': { title: 'Gate signed', is: update('Phase') },
  'phase.sign-off-withdrawn': { title: 'Sign-off withdrawn', is: update('Phase'), level: () => 'medium' },
  'phase.passed': { title: 'Gate passed', is: update('Phase'), level: () => 'low' },
  'phase.revisited': { title: 'Phase revisited', is: update('Phase'), level: () => 'medium' },
  'plugins.snapshot-taken': { title: 'Plugin snapshot taken', is: create('Plugin snapshot') },
  'plugins.upgrade-reviewed': {
    title: 'Plugin upgrade reviewed',
    is: create('Plugin upgrade review'),
    level: ({ outcome }) => (outcome === 'changed' ? 'low' : 'info'),
  },
  'plugins.upgrade-started': { title: 'Plugin upgrade begun', is: update('Plugin marketplace') },
  'plugins.upgraded': {
    title: 'Plugins upgraded',
    is: update('Plugin marketplace'),
    level: ({ outcome }) => (outcome === 'as reviewed' ? 'low' : 'high'),
  },
  'source.acknowledged': { title: 'Plugin commands acknowledged', is: update('Plugin source') },
  'source.decided': { title: 'Plugin source decided', is: update('Plugin source'), level: () => 'low' },
  'models.cloud-attested': { title: 'Cloud models attested', is: update('Model policy') },
  'artifact.revised': { title: 'Artifact revised', is: update('Artifact') },
  'artifact.submitted': { title: 'Artifact submitted', is: update('Artifact') },
  'artifact.approved': {
    title: 'Artifact approved',
    is: update('Artifact'),
    level: ({ complete }) => (complete ? 'low' : 'info'),
  },
  'artifact.published': { title: 'Artifact published', is: update('Repository') },
  'catalog.ran': {
    title: 'Catalog command run',
    is: create('Catalog run'),
    level: ({ verdict }) => (verdict === 'pass' ? 'info' : 'medium'),
  },
  'run.started': { title: 'Suite started', is: create('Suite run') },
  'check.finished': { title: 'Check finished', is: 'finding', level: checkLevel },
  'run.finished': {
    title: 'Suite finished',
    is: 'finding',
    level: ({ verdict, interrupted }) => (interrupted ? 'low' : suiteLevels[verdict]),
  },
  'review.started': { title: 'Review of a change started', is: create('Change review') },
  'review.answered': { title: 'Question of a review answered', is: update('Change review') },
  'review.finished': {
    title: 'Review of a change finished',
    is: update('Change review'),
    level: ({ exceptions }) => (exceptions.length === 0 ? 'info' : 'medium'),
  },
  'upgrade.rehearsed': {
    title: 'Upgrade rehearsed',
    is: create('Upgrade rehearsal'),
    level: ({ verdict }) => (verdict === 'blocked' ? 'medium' : 'info'),
  },
  'changelog.imported': { title: 'Release notes imported', is: create('Release notes') },
  'changelog.reviewed': { title: 'Release notes reviewed', is: update('Release notes') },
  'upgrade.waived': { title: 'Blocker of an upgrade waived', is: update('Upgrade'), level: () => 'medium' },
  'upgrade.signed': { title: 'Upgrade signed', is: update('Upgrade') },
  'upgrade.approved': { title: 'Upgrade approved', is: update('Upgrade'), level: () => 'low' },
  'upgrade.rejected': { title: 'Upgrade rejected', is: update('Upgrade'), level: () => 'low' },
  'upgrade.rolled-back': { title: 'Upgrade rolled back', is: update('Upgrade'), level: () => 'medium' },
  'rings.planned': { title: 'Rings planned', is: update('Rings') },
  'ring.opened': { title: 'Ring opened', is: update('Rings'), level: () => 'low' },
  'ring.incident': { title: 'Incident in a ring', is: create('Incident'), level: () => 'medium' },
  'machines.reported': { title: 'Machines reported', is: create('Machine reports') },
  'key.made': { title: 'Signing key made', is: create('Signing key'), level: () => 'low' },
  'checkpoint.made': { title: 'Checkpoint signed', is: create('Checkpoint') },
  'checkpoint.place-chosen': {
    title: 'Place of checkpoints chosen',
    is: update('Checkpoint place'),
    level: () => 'medium',
  },
  'blobs.removed': { title: 'Stored texts removed', is: remove('Stored texts'), level: () => 'medium' },
  'history.restored': { title: 'Backup restored', is: update('History'), level: () => 'high' },
};
