import * as z from 'zod';
import type { Evidence } from '../../base/text-evidence.ts';
import type { CockpitEvent } from './event.ts';

/** Numbers of the entries that an event rests on, as it names them, in rising order. */
export function entriesNamedBy({ kind, body }: CockpitEvent): readonly number[] {
  switch (kind) {
    case 'phase.passed':
      return rising([
        ...body.items.flatMap(({ evidence }) => evidence.map(({ seq }) => seq)),
        ...body.sign_offs.map(({ seq }) => seq),
      ]);
    case 'review.finished':
      return rising(body.answers.map(({ seq }) => seq));
    case 'plugins.upgrade-reviewed':
      return body.compared_with === null ? [] : [body.compared_with];
    case 'plugins.upgrade-started':
      return [body.review];
    case 'plugins.upgraded':
      return rising(body.started === null ? [body.review] : [body.review, body.started]);
    case 'upgrade.signed':
    case 'upgrade.rejected':
    case 'upgrade.rolled-back':
      return [body.seq];
    case 'upgrade.approved':
      return rising([body.seq, ...body.waivers, ...body.signatures]);
    case 'source.decided':
      return body.review === null ? [] : [body.review];
    case 'change.judged':
      return rising([...body.before.entries, ...body.after.entries]);
    case 'loop-back.recorded':
      return rising([body.verification, body.review].flatMap((step) => (step ? [step.seq] : [])));
    default:
      return [];
  }
}

/** The stored texts that an event names, wherever in its body, each once. */
export function textsNamedBy({ body }: CockpitEvent): readonly Evidence[] {
  const found = new Map<string, Evidence>();
  for (const text of textsIn(body)) if (!found.has(text.sha256)) found.set(text.sha256, text);
  return [...found.values()];
}

/** The text that an event makes the newest revision of what it is about; undefined when it makes none. */
export function revisionIn({ kind, body }: CockpitEvent): Evidence | undefined {
  return kind === 'runbook.published' || kind === 'artifact.revised' ? body.text : undefined;
}

const namedText = z.strictObject({ label: z.string(), sha256: z.string(), size: z.int() });

function textsIn(value: unknown): readonly Evidence[] {
  if (typeof value !== 'object' || value === null) return [];
  const text = namedText.safeParse(value);
  return text.success ? [text.data] : Object.values(value).flatMap(textsIn);
}

function rising(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
