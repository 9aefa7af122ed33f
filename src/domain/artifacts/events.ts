import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { declarationSchema } from './artifact-kind.ts';
import { CATALOG_VERDICTS } from './catalog/judge-command.ts';

const revisionOf = () =>
  ({
    v: z.literal(1),
    artifact: z.string(),
    revision: z.int(),
  }) as const;

/** What was at the place of a copy before. */
const replaced = () => z.enum(['nothing', 'same', 'older', 'not approved', 'edited', 'foreign']);

/** What is recorded of artifacts. */
export const artifactBodies = {
  'artifact.revised': () =>
    z.strictObject({
      ...revisionOf(),
      /** The whole text. */
      text: evidence(),
      /** Names of the gaps that it still has. */
      placeholders: z.array(z.string()),
      /** The kind as it was declared then: who must approve it, where it is published. */
      declaration: declarationSchema(),
      note: z.string().nullable(),
    }),
  'artifact.submitted': () => z.strictObject({ ...revisionOf(), sha256: z.string(), role: z.enum(ROLES) }),
  'artifact.approved': () =>
    z.strictObject({
      ...revisionOf(),
      /** Digest of the text as the person read it. */
      sha256: z.string(),
      role: z.enum(ROLES),
      /** Whether they also wrote it, for want of anybody else with the role. */
      by_author: z.boolean(),
      /** Whether every role that it waited for has approved with this. */
      complete: z.boolean(),
      /** The day of its next review; null until the approval is complete. */
      next_review_on: z.iso.date().nullable(),
    }),
  /** Its approved text was written into a repository. */
  'artifact.published': () =>
    z.strictObject({
      ...revisionOf(),
      sha256: z.string(),
      /** Address or name of the repository, and the path in it. */
      repository: z.string(),
      path: z.string(),
      replaced: replaced(),
      /** Whether the copy names its revision. */
      header: z.boolean(),
    }),
  /** A command of the approved catalog was run in a repository. */
  'catalog.ran': () =>
    z.strictObject({
      ...revisionOf(),
      /** Digest of the catalog that was approved. */
      sha256: z.string(),
      command: z.string(),
      argv: z.array(z.string()),
      repository: z.string(),
      /** What the repository was at; null when it has no commit. */
      commit: z.string().nullable(),
      /** Whether something in it was in no commit. */
      changed: z.boolean(),
      verdict: z.enum(CATALOG_VERDICTS),
      /** How it ended, such as `exit 1`. */
      summary: z.string(),
      duration_ms: z.int(),
      /** The version of the CLI on the machine; null when there was none. */
      cli_version: z.string().nullable(),
      output: evidence(),
    }),
} as const;
