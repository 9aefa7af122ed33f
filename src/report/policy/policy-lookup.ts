import { formatPlace } from '../../domain/base/documents/place.ts';
import { redactValue } from '../../domain/base/redact/redact-value.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { PolicyLookup } from '../../domain/policy/policy-map.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';

/** The policy that applies, with its fields, and what later rules would have said. */
export function renderLookup(lookup: PolicyLookup): string {
  const { whom, groups, applies, policy, findings, passedOver, leftOpen } = lookup;
  const name = whom.type === 'user' ? whom.email : `group ${whom.group}`;
  const member = whom.type === 'user' ? [`in the groups: ${groups.join(', ') || 'none'}`] : [];
  const fields = Object.entries(policy?.fields ?? {}).map(([field, value]) => [
    field,
    JSON.stringify(redactValue(value, field)),
    ...effectOn(field, findings),
  ]);
  const later = [
    ...passedOver.map(
      ({ group, policy: file, place }) =>
        `ignored: ${file} for ${group} (${formatPlace(place)}); only the first match applies`,
    ),
    ...leftOpen.map(
      ({ field, rule }) => `not set: ${field}; the rule for ${rule} sets it, but does not apply`,
    ),
  ];
  const said = [...member, describeApplies(applies, policy?.file)];
  const lines = [
    cleanLine(name),
    ...said.map((line) => `  ${cleanLine(line)}`),
    ...table(fields),
    ...later.map((line) => `  ${cleanLine(line)}`),
    ...findings.map(
      ({ place, field, message, effect }) =>
        `  ${cleanLine(`${formatPlace(place)}: ${field}: ${message}`)} [${effect}]`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A field with a finding at it or inside of it is not in force as it is written. */
function effectOn(field: string, findings: PolicyLookup['findings']): readonly string[] {
  const at = findings.filter(
    (one) => one.field === field || one.field.startsWith(`${field}.`) || one.field.startsWith(`${field}[`),
  );
  const effects = [...new Set(at.map(({ effect }) => `[${effect}]`))];
  return effects.length === 0 ? [] : [effects.join(' ')];
}

/** The same for programs, `codex-cockpit/policy-who` version 1 (docs/json.md). */
export function renderLookupJson(lookup: PolicyLookup): string {
  const { map, whom, groups, applies, policy, findings, passedOver, leftOpen } = lookup;
  const place =
    applies.by === 'rule' ? applies.rule.place : applies.by === 'default' ? applies.place : undefined;
  return jsonDocument('policy-who', {
    map,
    user: whom.type === 'user' ? whom.email : null,
    group: whom.type === 'group' ? whom.group : null,
    groups,
    applies: {
      by: applies.by,
      group: applies.by === 'rule' ? applies.rule.group : null,
      declared_at: place ? formatPlace(place) : null,
      file: policy?.file ?? null,
      fields: redactValue(policy?.fields ?? null),
    },
    passed_over: passedOver.map(({ group, policy: file, place: declared }) => ({
      group,
      policy: file,
      declared_at: formatPlace(declared),
    })),
    left_open: leftOpen,
    findings: findings.map(({ effect, field, place, message, remedy }) => ({
      effect,
      field,
      line: place.line,
      column: place.column,
      message,
      remedy,
    })),
  });
}

function describeApplies(applies: PolicyLookup['applies'], file: string | undefined): string {
  switch (applies.by) {
    case 'rule':
      return `gets ${file} by the rule for ${applies.rule.group} (${formatPlace(applies.rule.place)})`;
    case 'default':
      return `gets ${file}, the default (${formatPlace(applies.place)}): no rule matches`;
    case 'nothing':
      return 'gets no policy: no rule matches and there is no default';
  }
}

const table = (rows: readonly (readonly string[])[]) =>
  alignColumns(rows.map((row) => row.map(cleanLine))).map((row) => `    ${row}`);
