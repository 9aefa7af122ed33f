import * as z from 'zod';

/** Whose log it is. `unknown` when the records of a file do not say it. */
const place = () =>
  z.strictObject({ kind: z.enum(['workspace', 'organization', 'unknown']), id: z.string() });

const moment = () => z.iso.datetime({ offset: true });

/**
 * What is stored of a record of a compliance log. A member is absent when the log does not say it. The fields that are
 * taken are listed in compliance/record-fields.ts; none has content.
 */
const complianceRow = () =>
  z.strictObject({
    event_id: z.string(),
    /** RFC 3339 UTC with milliseconds. */
    at: z.iso.datetime(),
    /** Such as PROMPT_RESPONSE_RECEIVED, as the log has it. */
    event_type: z.string(),
    /** E-mail address, or else the id of the account, in lower case. */
    person: z.string().optional(),
    /** The key that acted in the place of a person, as the log shortens it. */
    api_key: z.string().optional(),
    /** Such as CODEX_CLI, as the log has it. */
    client: z.string().optional(),
    session: z.string().optional(),
    turn: z.string().optional(),
    call: z.string().optional(),
    model: z.string().optional(),
    effort: z.string().optional(),
    service_tier: z.string().optional(),
    status: z.string().optional(),
    error_code: z.string().optional(),
    input_tokens: z.int().optional(),
    cached_input_tokens: z.int().optional(),
    output_tokens: z.int().optional(),
    reasoning_output_tokens: z.int().optional(),
    tool: z.string().optional(),
    environment: z.string().optional(),
    /** Addresses without credentials: of the record itself, or of the environment that it describes. */
    repositories: z.array(z.string()).optional(),
    /** Further names and numbers, such as those of plugins, settings and scans. */
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  });

export type ComplianceRow = z.output<ReturnType<typeof complianceRow>>;
export type CompliancePlace = z.output<ReturnType<typeof place>>;

/** What is recorded of the compliance logs of OpenAI. */
export const complianceBodies = {
  /** A page of the list of log files, before its files are fetched: a fetch that is cut goes on from here. */
  'compliance.listed': () =>
    z.strictObject({
      v: z.literal(1),
      place: place(),
      log: z.string(),
      /** The stretch of time that the page covers, as the API writes its moments. */
      from: moment(),
      to: moment(),
      /** Ids of the files of the page that were not known before. */
      files: z.array(z.string()),
      /** Whether the list ended with this page. */
      complete: z.boolean(),
    }),
  /** Records of one log that were not recorded before, at most 500. */
  'compliance.imported': () =>
    z.strictObject({
      v: z.literal(1),
      place: place(),
      log: z.string(),
      /** The name of the file that a person imported; null for what was fetched. */
      file: z.string().nullable(),
      rows: z.array(complianceRow()),
      /** Ids of log files of which every record is recorded with this entry. */
      fetched: z.array(z.string()),
      /** Ids of listed log files that OpenAI did not have any more. */
      gone: z.array(z.string()),
      /** Lines that are no record, of the file or of the log files that are `fetched`. */
      unreadable: z.int(),
      /** The stretch of time that an imported file covers, at its end: as a person stated it, or from record to record. */
      covers: z.strictObject({ from: moment(), to: moment(), stated: z.boolean() }).nullable(),
    }),
} as const;
