import * as z from 'zod';
import { artifactBodies } from '../../artifacts/events.ts';
import { UnusableError } from '../../base/errors.ts';
import type { OlderForm } from '../../base/event-body.ts';
import { runBodies } from '../../checks/events.ts';
import { complianceBodies } from '../../metrics/events/compliance.ts';
import { loopBodies } from '../../metrics/events/loop.ts';
import { olderMetricForms } from '../../metrics/events/older.ts';
import { qualityBodies } from '../../metrics/events/quality.ts';
import { sessionBodies } from '../../metrics/events/sessions.ts';
import { figureBodies } from '../../metrics/events/sources.ts';
import { pluginBodies } from '../../plugins/events.ts';
import { olderPluginForms } from '../../plugins/older-events.ts';
import { reviewBodies } from '../../reviews/events.ts';
import { rolloutBodies } from '../../rollout/events.ts';
import { capturedRunBodies } from '../../runs/events.ts';
import { upgradeBodies } from '../../upgrade/events.ts';
import { olderUpgradeForms } from '../../upgrade/older-events.ts';
import { historyBodies } from './events.ts';

/**
 * Everything that can be recorded, one line a kind. `v` is the version of the body's form. A form is
 * never edited: a new one gets the next number, and the old one an upcaster, so that an old entry
 * stays readable forever. A form is made when it is first needed: to make all of them takes as long as to start Node.
 */
const eventBodies = {
  ...rolloutBodies,
  ...pluginBodies,
  ...runBodies,
  ...artifactBodies,
  ...reviewBodies,
  ...upgradeBodies,
  ...qualityBodies,
  ...complianceBodies,
  ...loopBodies,
  ...historyBodies,
  ...figureBodies,
  ...sessionBodies,
  ...capturedRunBodies,
} as const;

export type EventKind = keyof typeof eventBodies;

/** The forms that are no longer written, the oldest first. Each is read as the next one. */
const olderForms: Partial<Record<EventKind, readonly OlderForm[]>> = {
  ...olderPluginForms,
  ...olderMetricForms,
  ...olderUpgradeForms,
};

/** Every kind of entry. */
export const EVENT_KINDS = Object.keys(eventBodies) as readonly EventKind[];

export type EventBody<K extends EventKind> = z.output<ReturnType<(typeof eventBodies)[K]>>;

type RecordedEntry = { seq: number; at: string; actor: string; kind: string; body: string };

const forms = new Map<EventKind, z.ZodType>();

/** After so many bodies of a kind its form is compiled: for a few, compiling it takes longer than it saves. */
const readUncompiled = 20;
const bodiesRead = new Map<EventKind, number>();
const kindsValidated = new Set<EventKind>();

/** The form of the bodies of a kind. */
export function formOf<K extends EventKind>(kind: K): z.ZodType<EventBody<K>> {
  const form = forms.get(kind) ?? eventBodies[kind]();
  forms.set(kind, form);
  return form as z.ZodType<EventBody<K>>;
}

/** Something that happened, with the body its kind demands. */
export type CockpitEvent = { [K in EventKind]: { kind: K; body: EventBody<K> } }[EventKind];

/**
 * Reads a recorded entry back as an event.
 *
 * @throws UnusableError when the kind or the form is unknown: the entry is from a newer program.
 */
export function readEvent(entry: { seq: number; kind: string; body: string }): CockpitEvent {
  if (!isEventKind(entry.kind)) throw unreadable(entry, `unknown kind "${entry.kind}"`);
  const older = olderForms[entry.kind] ?? [];
  const body = older.reduce((read, form) => form(read), parseBody(entry));
  const before = bodiesRead.get(entry.kind) ?? 0;
  bodiesRead.set(entry.kind, before + 1);
  const parsed = formOf(entry.kind).safeParse(body, { jitless: before < readUncompiled });
  if (!parsed.success) throw unreadable(entry, z.prettifyError(parsed.error));
  return { kind: entry.kind, body: parsed.data } as CockpitEvent;
}

/** The entries of one kind among these, with their bodies read. */
export function bodiesOf<K extends EventKind>(
  entries: Iterable<RecordedEntry>,
  kind: K,
): readonly { seq: number; at: string; actor: string; body: EventBody<K> }[] {
  return [...entries].flatMap((entry) => {
    if (entry.kind !== kind) return [];
    const { seq, at, actor } = entry;
    return [{ seq, at, actor, body: readEvent(entry).body as EventBody<K> }];
  });
}

/** Checks a body before it is recorded; what goes in must come out again. */
export function validateEvent({ kind, body }: CockpitEvent): void {
  // Most commands record one entry of a kind.
  const isFirst = !kindsValidated.has(kind);
  kindsValidated.add(kind);
  formOf(kind).parse(body, { jitless: isFirst });
}

function parseBody(entry: { seq: number; kind: string; body: string }): unknown {
  try {
    return JSON.parse(entry.body);
  } catch {
    throw unreadable(entry, 'its body is not JSON');
  }
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(eventBodies, kind);
}

function unreadable(entry: { seq: number; kind: string }, reason: string): UnusableError {
  return new UnusableError(
    `entry ${entry.seq} (${entry.kind}) cannot be read: ${reason}`,
    'Use a newer codex-cockpit.',
  );
}
