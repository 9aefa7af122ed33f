import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from '../base/evidence.ts';
import { oneLine } from '../base/one-line.ts';
import { parseDays } from '../base/time/duration.ts';
import { ROLES } from '../people/role.ts';

/** Where a rollout lets people use Codex. */
export const SURFACES = ['local', 'cloud'] as const;

export type Surface = (typeof SURFACES)[number];

const dotted = () =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/,
      'must be lower-case words joined by dots, such as pilot.pinned-version',
    );

const requirement = () =>
  z
    .strictObject({
      check: oneLine().optional().describe('id of a check that must pass'),
      artifact: oneLine().optional().describe('id of an artifact that must be approved'),
      attestation: oneLine().optional().describe('the statement that a person must make'),
      metric: oneLine().optional().describe('id of a metric that must be recorded'),
      review: oneLine().optional().describe('id of a review that must be finished'),
    })
    .refine((given) => Object.keys(given).length === 1, {
      error: `must be one of ${EVIDENCE_KINDS.join(', ')}`,
    });

/** One item of a checklist as a runbook declares it. Its status is never declared, only derived. */
export const itemSchema = () =>
  z.strictObject({
    id: dotted().describe('name of the item, unique over all runbooks'),
    title: oneLine().describe('what must be so, in a few words'),
    why: z.string().trim().min(1).describe('why the rollout needs it'),
    how: z.string().trim().min(1).describe('how it is done'),
    owner: z.enum(ROLES).describe('the role that sees to it, and that may attest it'),
    required: z.boolean().default(true).describe('whether the gate of its phase waits for it'),
    surfaces: z
      .array(z.enum(SURFACES))
      .min(1)
      .default([...SURFACES])
      .describe('where Codex must be in use for the item to apply'),
    evidence: z.array(requirement()).min(1).describe('what shows it; all of it is needed'),
    max_age: z
      .string()
      .refine((text) => parseDays(text) !== undefined, 'must be a number of days such as 90d')
      .optional()
      .describe('after how long its evidence is too old'),
    version_bound: z
      .boolean()
      .default(false)
      .describe('whether evidence counts only for the CLI version it was gathered on'),
  });

export type ItemDeclaration = z.output<ReturnType<typeof itemSchema>>;

/** One piece of evidence that an item asks for. The key of an attestation is the item it is made for. */
export type Requirement = { kind: EvidenceKind; key: string; statement?: string };

/** An item of a checklist. */
export type Item = Omit<ItemDeclaration, 'evidence' | 'max_age' | 'version_bound'> & {
  /** The runbook that declares it. */
  runbook: string;
  requirements: readonly Requirement[];
  /** Days after which its evidence is too old. */
  maxAgeDays: number | undefined;
  versionBound: boolean;
  /** SHA-256 of the declaration: what was attested of another text is not attested of this one. */
  digest: string;
};

/** Turns a valid declaration into an item. */
export function toItem(declaration: ItemDeclaration, runbook: string): Item {
  const { evidence, max_age, version_bound, ...rest } = declaration;
  return {
    ...rest,
    runbook,
    requirements: evidence.map((given) => toRequirement(given, declaration.id)),
    maxAgeDays: max_age === undefined ? undefined : parseDays(max_age),
    versionBound: version_bound,
    digest: createHash('sha256').update(canonicalJson(declaration)).digest('hex'),
  };
}

function toRequirement(given: ItemDeclaration['evidence'][number], item: string): Requirement {
  const kind = EVIDENCE_KINDS.find((one) => given[one] !== undefined) ?? 'attestation';
  const text = given[kind] ?? '';
  return kind === 'attestation' ? { kind, key: item, statement: text } : { kind, key: text };
}
