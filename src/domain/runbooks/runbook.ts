import * as z from 'zod';
import type { Place } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { lazily } from '../base/lazily.ts';
import { oneLine } from '../base/one-line.ts';
import { PHASE_IDS, type PhaseId } from '../base/phase.ts';
import { cleanLine } from '../base/text/clean.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { ROLES, type Role } from '../people/role.ts';
import { type Item, itemSchema, toItem } from './item.ts';

const RUNBOOK_KINDS = ['phase', 'procedure', 'guide'] as const;

/** The front matter of a runbook. */
export const runbookSchema = lazily(() =>
  z
    .strictObject({
      version: z.literal(1).describe('version of this file format'),
      id: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'must be one lower-case word')
        .describe('name of the runbook'),
      kind: z
        .enum(RUNBOOK_KINDS)
        .describe('phase: the checklist of a phase; procedure: how something is done; guide: what to know'),
      phase: z.enum(PHASE_IDS).optional().describe('the phase whose checklist its items join'),
      title: oneLine().describe('name of the runbook as people read it'),
      goal: oneLine().describe('what it is for'),
      output: oneLine().optional().describe('what must exist at its end'),
      sign_offs: z
        .array(z.enum(ROLES))
        .min(1)
        .optional()
        .describe('the roles that must sign the gate of the phase'),
      items: z.array(itemSchema()).default([]).describe('its checklist'),
    })
    .superRefine(({ kind, phase, output, sign_offs, items }, context) => {
      const complain = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (kind === 'phase') {
        if (phase === undefined) complain('phase', 'the runbook of a phase names its phase');
        if (output === undefined)
          complain('output', 'the runbook of a phase says what must exist at its end');
        if (sign_offs === undefined) complain('sign_offs', 'the runbook of a phase says who signs its gate');
      } else {
        if (sign_offs !== undefined) complain('sign_offs', 'only the runbook of a phase has a gate to sign');
        if (phase === undefined && items.some(({ required }) => required))
          complain('phase', 'required items belong to a phase');
      }
    }),
);

type RunbookDeclaration = z.output<ReturnType<typeof runbookSchema>>;

/** A runbook without its text: what the rollout is derived from. */
export type RunbookHead = {
  id: string;
  kind: RunbookDeclaration['kind'];
  phase: PhaseId | undefined;
  title: string;
  goal: string;
  output: string | undefined;
  signOffs: readonly Role[];
  items: readonly Item[];
};

/** A runbook of a file: its head and, in Markdown, its text. */
export type Runbook = RunbookHead & {
  body: string;
  file: string;
  /** The whole text of the file, and its SHA-256. */
  text: string;
  digest: string;
  placeOfItem: (index: number) => Place;
  placeOfRequirement: (index: number, requirement: number) => Place;
};

/** The front matter. An editor may put a byte order mark before it, and a runbook without a text may end with it. */
export const fence = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/** The Markdown below the front matter of a runbook. */
export function bodyOf(text: string): string {
  return text.replace(fence, '').trim();
}

/**
 * The runbook that a recorded front matter declares.
 *
 * @throws z.ZodError when it is not of this form
 */
export function readHead(declaration: unknown): RunbookHead {
  return toHead(runbookSchema().parse(declaration));
}

/** The head of a runbook by its declaration. */
export function toHead({
  id,
  kind,
  phase,
  title,
  goal,
  output,
  sign_offs,
  items,
}: RunbookDeclaration): RunbookHead {
  return {
    id,
    kind,
    phase,
    title,
    goal,
    output,
    signOffs: sign_offs ?? [],
    items: items.map((item) => toItem(item, id)),
  };
}

/** @throws UsageError for an unknown runbook, with the nearest one */
export function findRunbook(runbooks: readonly Runbook[], id: string): Runbook {
  const found = runbooks.find((runbook) => runbook.id === id);
  if (found) return found;
  const ids = runbooks.map((runbook) => runbook.id);
  throw new UsageError(
    `there is no runbook "${cleanLine(id)}"${didYouMean(id, ids)}`,
    `The runbooks are: ${ids.join(', ')}.`,
  );
}
