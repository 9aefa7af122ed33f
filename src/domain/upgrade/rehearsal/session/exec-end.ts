import { describeEnd, errorText, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import type { Subject } from '../subject.ts';

/** What became of a `codex exec --json`. */
export type ExecEnd =
  | { type: 'turn' }
  /** The CLI did not start a session, and said why. */
  | { type: 'refused'; reason: string }
  /** It started one, and its turn failed. */
  | { type: 'failed turn'; reason: string }
  /** It ended in a way that says nothing about the configuration. */
  | { type: 'broken'; message: string };

/** Reads from the output of `codex exec --json` whether a session was started and took a turn. */
export function readExecEnd(outcome: Outcome): ExecEnd {
  const events = readJsonLines(outcome.stdout);
  const has = (type: string) => events.some((event) => event.type === type);
  if (has('turn.completed')) return { type: 'turn' };
  if (outcome.end.type !== 'exit') return { type: 'broken', message: describeEnd(outcome.end) };
  const failure =
    events.find(({ type }) => type === 'turn.failed') ?? events.find(({ type }) => type === 'error');
  if (failure) return { type: 'failed turn', reason: reasonOf(messageOf(failure)) };
  const reason = reasonOf(errorText(outcome));
  if (has('thread.started') || reason === '')
    return { type: 'broken', message: `${describeEnd(outcome.end)} ${reason}`.trim() };
  return { type: 'refused', reason };
}

/** The objects in a text that has one JSON object a line; other lines are ignored. */
export function readJsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [value as Record<string, unknown>]
        : [];
    } catch {
      return [];
    }
  });
}

function messageOf(event: Readonly<Record<string, unknown>>): string {
  const { message, error } = event as { message?: unknown; error?: { message?: unknown } };
  const said = message ?? error?.message;
  return typeof said === 'string' ? said : JSON.stringify(event);
}

const longestReason = 400;

/** A message on one line, without what is another one in each run. */
export function reasonOf(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('Reading additional input'));
  const first = lines.findIndex((line) => line.startsWith('Error'));
  const told = lines.slice(Math.max(0, first)).join('\n');
  return cleanLine(
    told.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '').replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1'),
  ).slice(0, longestReason);
}

/** The settings that a refusal names with their values. */
export function settingsNamedIn(reason: string): readonly Subject[] {
  const named = [...reason.matchAll(/\b([a-z][\w.-]*)\s*=\s*"?([\w-]+)"?/g)];
  return named.map(([, key = '', value = '']) => ({ kind: 'setting', name: `${key}=${value}` }));
}
