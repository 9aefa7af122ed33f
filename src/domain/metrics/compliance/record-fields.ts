import { redact } from '../../base/redact/redact.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { withoutCredentials } from '../repository-names.ts';

/** What a stored value can be. */
export type StoredValue = string | number | boolean | string[];

type Read = (value: unknown) => StoredValue | undefined;

/** A name or an id: one word, so that it cannot be a sentence of a prompt or an answer. */
const name: Read = (value) =>
  typeof value === 'string' && /^[\p{L}\p{N}_.:@/+#~=$*-]{1,200}$/u.test(value) ? redact(value) : undefined;

const email: Read = (value) =>
  typeof value === 'string' && /^[^\s@\p{C}<>"]{1,64}@[^\s@\p{C}<>"]{1,190}$/u.test(value)
    ? value
    : undefined;

/** A short name with spaces that an administrator gave. */
const label: Read = (value) =>
  typeof value === 'string' && value.length <= 100 && cleanLine(value) === value && value !== ''
    ? redact(value)
    : undefined;

const count: Read = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const yesOrNo: Read = (value) => (typeof value === 'boolean' ? value : undefined);

const moment: Read = (value) => (typeof value === 'string' && isMoment(value) ? value : undefined);

/** The address of a repository without credentials, or its name. */
const repository: Read = (value) => {
  if (typeof value !== 'string' || !/^[^\s\p{C}]{1,300}$/u.test(value)) return undefined;
  return withoutCredentials(value).replace(/\/(?:-\/)?(?:pull|merge_requests)\/\d+.*$/, '');
};

const several =
  (one: Read): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length > 200) return undefined;
    const read = value.map(one).filter((each) => typeof each === 'string');
    return read.length === value.length ? read : undefined;
  };

const oneOrSeveral =
  (one: Read): Read =>
  (value) => {
    const read = Array.isArray(value) ? several(one)(value) : one(value);
    return typeof read === 'string' ? [read] : read;
  };

/** A moment as the logs write it (RFC 3339). */
export function isMoment(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** A field of a record: where it stands in the log, what it is called here, and what is taken for it. */
type Field = { as: string; read: Read };

const field = (as: string, read: Read = name): Field => ({ as, read });

/**
 * The only fields of a record that are read, by their path. Whatever else a record has is not stored: new fields may have
 * content, and names of fields do not show it.
 */
export const RECORD_FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries({
    event_id: field('event_id'),
    id: field('id'),
    type: field('log'),
    timestamp: field('at', moment),
    event_type: field('event_type'),
    client_id: field('client'),
    workspace_id: field('workspace'),
    'principal.id': field('principal_id'),
    'principal.type': field('principal_type'),
    'actor.type': field('actor_type'),
    'actor.user_id': field('user_id'),
    'actor.user_email': field('user_email', email),
    'actor.redacted_id': field('redacted_id'),
    'event_details.detail_type': field('detail_type'),
    'event_details.session_id': field('session'),
    'event_details.turn_id': field('turn'),
    'event_details.call_id': field('call'),
    'event_details.model': field('model'),
    'event_details.reasoning_effort': field('effort'),
    'event_details.service_tier': field('service_tier'),
    'event_details.status': field('status'),
    'event_details.error_code': field('error_code'),
    'event_details.token_usage.input_tokens': field('input_tokens', count),
    'event_details.token_usage.cached_input_tokens': field('cached_input_tokens', count),
    'event_details.token_usage.output_tokens': field('output_tokens', count),
    'event_details.token_usage.reasoning_output_tokens': field('reasoning_output_tokens', count),
    'event_details.tool_name': field('tool'),
    'event_details.name': field('tool'),
    'event_details.environment_id': field('environment'),
    'event_details.environment_fields.repos': field('repositories', oneOrSeveral(repository)),
    'event_details.scan_configuration_fields.repo_url': field('repositories', oneOrSeveral(repository)),
    'event_details.pr_url': field('repositories', oneOrSeveral(repository)),
  }),
);

/** The same for fields that are kept together as `details`. */
export const DETAIL_FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries({
    phase: field('phase'),
    decision: field('decision'),
    elicitation_type: field('elicitation_type'),
    tool_type: field('tool_type'),
    tool_call_id: field('tool_call_id'),
    'tool_meta.connector_id': field('connector_id'),
    access_token_id: field('access_token_id'),
    expires_at: field('expires_at', moment),
    created_by_user_id: field('created_by_user_id'),
    plugin_id: field('plugin_id'),
    plugin_name: field('plugin_name'),
    plugin_version: field('plugin_version'),
    plugin_release_id: field('plugin_release_id'),
    plugin_scope: field('plugin_scope'),
    plugin_creator_account_user_id: field('plugin_creator_account_user_id'),
    marketplace_name: field('marketplace_name', label),
    'previous_settings.default_model': field('previous_default_model'),
    'previous_settings.network_access': field('previous_network_access'),
    'current_settings.default_model': field('default_model'),
    'current_settings.network_access': field('network_access'),
    'environment_fields.label': field('environment_label', label),
    'environment_fields.env_var_keys': field('env_var_keys', several(name)),
    'environment_fields.permissions.network_access': field('network_access'),
    'environment_fields.agent_settings.model': field('environment_model'),
    'environment_fields.cache_settings.enabled': field('cache_enabled', yesOrNo),
    finding_id: field('finding_id'),
    scan_configuration_id: field('scan_configuration_id'),
    'scan_configuration_fields.scan_type': field('scan_type'),
    'scan_configuration_fields.repo_id': field('repo_id'),
    'scan_configuration_fields.state': field('state'),
    'scan_configuration_fields.lookback_days': field('lookback_days', count),
    'updated_fields.state': field('new_state'),
    'updated_fields.status': field('new_status'),
    'updated_fields.criticality': field('new_criticality'),
    'updated_fields.lookback_days': field('new_lookback_days', count),
  }).map(([path, one]) => [`event_details.${path}`, one]),
);

/** Paths of objects in which a field can stand. */
export const RECORD_FOLDERS: ReadonlySet<string> = new Set(
  [...RECORD_FIELDS.keys(), ...DETAIL_FIELDS.keys()].flatMap((path) =>
    [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index)),
  ),
);
