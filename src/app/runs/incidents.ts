import { basename } from 'node:path';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { IncidentGuide } from '../../domain/runs/incident/guide.ts';
import type { Cause, Incident } from '../../domain/runs/incident/incident.ts';
import { judgeClose, judgeException, judgeStep } from '../../domain/runs/incident/judge-incident.ts';
import { sameRun, suggestGoodRun } from '../../domain/runs/incident/suggest-good.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { findCapturedRun, listCapturedRuns } from './captured-runs.ts';
import { type PreparedEvidence, prepareEvidence } from './incident/attach-evidence.ts';
import { type CheckedStep, checkCause, checkRerun, checkRevert } from './incident/check-step.ts';
import { guideIncident } from './incident/guide.ts';
import { readIncident, readIncidents } from './incident/read-incidents.ts';

/** An incident to open. */
export type AskedIncident = {
  /** The run whose change did harm: its id, its end or its entry. */
  run: string;
  /** The last run that did well; the one that `suggestGoodRun` finds when undefined. */
  good?: string | undefined;
  title: string;
};

/**
 * Opens an incident for a captured run whose change did harm.
 *
 * @throws UsageError without a title, for an unknown run, or when the good run is the bad one
 * @throws RefusedError without the role, or when an incident of the run is open already
 */
export async function openIncident(world: World, store: Store, asked: AskedIncident): Promise<Incident> {
  const actor = await actingPerson(world);
  const title = typedText(asked.title);
  if (title === '') throw new UsageError('an incident needs a title', 'Say what went wrong: --title "…"');
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'record an incident');
    const bad = await findCapturedRun(views, asked.run);
    const incidents = await readIncidents(views, { which: 'all' });
    refuseTwice(incidents, bad.body.run);
    const good =
      asked.good === undefined
        ? suggestGoodRun(bad, {
            runs: await listCapturedRuns(views),
            badRuns: new Set(incidents.map((one) => one.bad)),
          })
        : await findCapturedRun(views, asked.good);
    if (good?.body.run === bad.body.run) throw sameRun();
    id = `i${incidents.length + 1}`;
    const body = {
      ...{ v: 1 as const, incident: id, title, bad: bad.body.run, good: good?.body.run ?? null, role },
    };
    return [{ actor, subject: `incident/${id}`, event: { kind: 'incident.opened' as const, body } }];
  });
  return readIncident(store, id);
}

/** A step of an incident to record. */
export type AskedStep = {
  /** Id of the incident; the only open one when undefined. */
  incident?: string | undefined;
  /** Why the step counts although its check found something wrong. */
  exception?: string | undefined;
  /** A folder of the repository of the run; the current one when undefined. */
  folder?: string | undefined;
} & (
  | { step: 'revert'; commit: string }
  | {
      step: 'attach';
      /** An archive when it ends in `.tar.gz` or `.tgz`, else a folder. Nothing of that name may be there. */
      out: string;
      /** The folder with the evidence folders, when it is another one. */
      runs?: string | undefined;
      /** The incident as people read it, for `incident.md`. */
      textOf: (guide: IncidentGuide) => string;
      signal?: AbortSignal | undefined;
    }
  | {
      step: 'decide';
      /** What the comparison proposes when undefined. */
      cause?: Cause | undefined;
      /** Another good run than the one that the incident names. */
      good?: string | undefined;
      /** Needed for another cause than the proposed one. */
      reason?: string | undefined;
    }
  | { step: 'rerun'; run: string }
);

/**
 * Checks a step of the playbook and records it. What the check finds wrong needs an exception with a reason.
 *
 * @throws UsageError for something that there is not, or another cause without a reason
 * @throws RefusedError when the check finds something wrong, without the role, for a closed incident, or for a new run
 *   before the cause is decided
 */
export async function recordStep(world: World, store: Store, asked: AskedStep): Promise<Incident> {
  const actor = await actingPerson(world);
  const incident = await readIncident(store, asked.incident);
  const { step } = asked;
  judgeStep(incident, step);
  await authorize(store, actor, 'record an incident');
  const { evidence, ...checked } = await check(world, store, incident, asked);
  try {
    const exception = judgeException(step, {
      found: checked.found,
      reason: typedText(asked.exception) || undefined,
    });
    await evidence?.place();
    const { note, ref, cause, proposed, files } = checked;
    await store.append(async (views) => {
      judgeStep(await readIncident(views, incident.id), step);
      const role = await authorize(views, actor, 'record an incident');
      const body = {
        ...{ v: 1 as const, incident: incident.id, step, note, ref, cause, proposed, exception, role },
        files: [...files],
      };
      return [
        { actor, subject: `incident/${incident.id}`, event: { kind: 'incident.step-done' as const, body } },
      ];
    });
  } catch (cause) {
    await evidence?.discard();
    throw cause;
  }
  return readIncident(store, incident.id);
}

async function check(
  world: World,
  store: Store,
  incident: Incident,
  asked: AskedStep,
): Promise<CheckedStep & { evidence?: PreparedEvidence }> {
  switch (asked.step) {
    case 'revert':
      return checkRevert(world, store, { ...asked, incident });
    case 'decide':
      return checkCause(world, store, { ...asked, incident, reason: typedText(asked.reason) || undefined });
    case 'rerun':
      return checkRerun(store, { ...asked, incident });
    case 'attach': {
      const guide = await guideIncident(world, store, { incident, folder: asked.folder });
      const { bad, good } = guide;
      const evidence = await prepareEvidence(world, store, {
        ...asked,
        bad,
        good,
        text: asked.textOf(guide),
      });
      const { path, files, found } = evidence;
      const note = `evidence of ${good ? 'the bad and the good run' : 'the bad run'} in ${cleanLine(basename(path))}`;
      return { note, ref: null, cause: null, proposed: null, files: [...files], found, evidence };
    }
  }
}

/**
 * Closes an incident. In spite of steps that are not done, that takes who may decide so.
 *
 * @param asked.accept names of the steps in spite of which it is closed
 * @throws UsageError without a reason, or for an accepted step that is done
 * @throws RefusedError naming what is not done, or without the role
 */
export async function closeIncident(
  world: World,
  store: Store,
  asked: { incident?: string | undefined; reason: string; accept?: readonly string[] },
): Promise<Incident> {
  const actor = await actingPerson(world);
  const reason = typedText(asked.reason);
  if (reason === '') throw new UsageError('closing an incident needs a reason', 'Say it: --reason "…"');
  let id = '';
  await store.append(async (views) => {
    const incident = await readIncident(views, asked.incident);
    id = incident.id;
    const missing = judgeClose(incident, asked.accept ?? []);
    const act = missing.length === 0 ? 'record an incident' : 'close an incident with steps missing';
    const role = await authorize(views, actor, act);
    const body = { v: 1 as const, incident: id, reason, missing: [...missing], role };
    return [{ actor, subject: `incident/${id}`, event: { kind: 'incident.closed' as const, body } }];
  });
  return readIncident(store, id);
}

/** A line that a person typed, as the history keeps it. */
const typedText = (text: string | undefined) => redact(cleanLine(text ?? ''));

function refuseTwice(incidents: readonly Incident[], run: string): void {
  const open = incidents.find(({ bad, closed }) => bad === run && !closed);
  if (!open) return;
  throw new RefusedError(
    `an incident of that run is open already: ${open.id}`,
    `Go on with it: codex-cockpit incident show ${open.id}`,
  );
}
