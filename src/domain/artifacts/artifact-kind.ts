import * as z from 'zod';
import { oneLine } from '../base/one-line.ts';
import { parseDays } from '../base/time/duration.ts';
import { ROLES } from '../people/role.ts';
import { isRepositoryPath } from './copies/repository-path.ts';

/** What the text of an artifact is written in. All but JSON have comments. */
export const ARTIFACT_FORMATS = ['md', 'yaml', 'toml', 'rules', 'json'] as const;

export type ArtifactFormat = (typeof ARTIFACT_FORMATS)[number];

/** How the text of an artifact is read: as prose, as commands that can be run, as questions to be answered. */
const ARTIFACT_CONTENTS = ['text', 'verification-catalog', 'checklist'] as const;

/** The roles that may approve. An auditor records nothing. */
const reviewers = ROLES.filter((role) => role !== 'auditor');

const kindSchema = () =>
  z
    .strictObject({
      id: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
        .describe('name of the artifact; an item of a runbook asks for it by this name'),
      title: oneLine().describe('name of the artifact as people read it'),
      why: oneLine().describe('what it is good for'),
      owner: z.enum(reviewers).describe('the role that sees to it, and submits it for approval'),
      reviewers: z
        .array(z.enum(reviewers))
        .min(1)
        .refine((roles) => new Set(roles).size === roles.length, 'names a role twice')
        .describe('the roles that must each approve a revision'),
      cadence: z
        .string()
        .refine((text) => parseDays(text) !== undefined, 'must be a number of days such as 90d')
        .describe('how long after its approval it is looked at again'),
      format: z.enum(ARTIFACT_FORMATS).describe('what its text is written in'),
      content: z.enum(ARTIFACT_CONTENTS).default('text').describe('how its text is read'),
      template: oneLine().optional().describe('file with the starting text, seen from this one'),
      publish_to: z
        .string()
        .refine(isRepositoryPath, 'must be a path inside a repository, with / and without ..')
        .describe('path of its approved text in a repository'),
    })
    .refine(({ content, format }) => content === 'text' || format === 'yaml', {
      path: ['format'],
      error: 'a catalog or a checklist is written in yaml',
    });

export const artifactKindsSchema = () =>
  z.strictObject({
    version: z.literal(1).describe('version of this file format'),
    artifacts: z.array(kindSchema()).min(1).describe('the kinds of artifacts that a team keeps'),
  });

/** A kind of artifact as a file declares it. */
export type ArtifactKind = Omit<z.output<ReturnType<typeof kindSchema>>, 'cadence'> & {
  cadence_days: number;
};

/** What is recorded of the kind with each revision: who must approve it is known without the file. */
export const declarationSchema = () =>
  z.strictObject({
    title: z.string(),
    owner: z.enum(ROLES),
    reviewers: z.array(z.enum(ROLES)),
    cadence_days: z.int(),
    format: z.enum(ARTIFACT_FORMATS),
    content: z.enum(ARTIFACT_CONTENTS),
    publish_to: z.string(),
  });

export type ArtifactDeclaration = z.output<ReturnType<typeof declarationSchema>>;

/** What is recorded of a kind. */
export function declarationOf(kind: ArtifactKind): ArtifactDeclaration {
  const { title, owner, reviewers, cadence_days, format, content, publish_to } = kind;
  return { title, owner, reviewers, cadence_days, format, content, publish_to };
}
