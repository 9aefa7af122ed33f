import * as z from 'zod';

const feature = z.strictObject({ stage: z.string(), enabled: z.boolean() });

const model = z.strictObject({ slug: z.string(), visibility: z.string(), upgrade: z.string().nullable() });

const protocol = z.strictObject({
  /** SHA-256 of the canonical schema of requests and notifications. */
  digest: z.string(),
  /** Method of a client request to the parameters that it must carry. */
  requests: z.record(z.string(), z.array(z.string())),
  notifications: z.array(z.string()),
  serverRequests: z.array(z.string()),
  /** Type of a parameter to the values that it takes; not there in what older versions of the cockpit recorded. */
  values: z.record(z.string(), z.array(z.string())).optional(),
  /** Type of a message to its fields, those of all its forms; optional for the same reason. */
  fields: z.record(z.string(), z.array(z.string())).optional(),
});

const helpPage = z.strictObject({ commands: z.array(z.string()), options: z.array(z.string()) });

/**
 * What a CLI version is known to be, recorded from the real binary, so that another one can be
 * compared with it. A part that the version does not have is null.
 */
export const baselineSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  cli: z.string().describe('CLI version that it was recorded from'),
  binaries: z
    .record(z.string(), z.string())
    .describe('SHA-256 of the native binary by platform, such as linux-x64'),
  files: z
    .record(z.string(), z.record(z.string(), z.string()))
    .optional()
    .describe('SHA-256 of the other programs of an npm install by platform and name, such as codex.js'),
  features: z.record(z.string(), feature).nullable().describe('features in an empty CODEX_HOME'),
  protocol: protocol.nullable().describe('the app-server protocol'),
  models: z.array(model).nullable().describe('the bundled model catalog'),
  help: z.record(z.string(), helpPage).describe('commands and options by command, from the help pages'),
});

export type Baseline = z.output<typeof baselineSchema>;
export type Features = NonNullable<Baseline['features']>;
export type Protocol = NonNullable<Baseline['protocol']>;
export type Models = NonNullable<Baseline['models']>;
export type HelpPage = Baseline['help'][string];
