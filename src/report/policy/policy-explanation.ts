import { formatPlace } from '../../domain/base/documents/place.ts';
import { redactAt } from '../../domain/base/redact/redact-value.ts';
import { formatField } from '../../domain/base/shape/finding.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { SeenSetting } from '../../domain/policy/config/session-check.ts';
import type { PolicyExplanation } from '../../domain/policy/policy-explanation.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

/** Layers, merged requirements with their origin, and what a session gets. */
export function renderExplanation(explanation: PolicyExplanation, paint: Paint): string {
  const { version, layers, merged, findings, settings, brokenRules } = explanation;
  const section = (title: string, rows: readonly (readonly string[])[], none: string) => [
    '',
    title,
    ...(rows.length === 0
      ? [`  ${none}`]
      : alignColumns(rows.map((row) => row.map(cleanLine))).map((row) => `  ${row}`)),
  ];
  const lines = [
    `What a user gets from codex-cli ${version}, outside of any project`,
    ...section(
      'Layers, highest first',
      layers.map(({ name, file, note }) => [name, file ?? note ?? '']),
      '',
    ),
    ...section(
      'Requirements in effect',
      merged.fields.map(({ path, value, origins }) => [
        formatField(path),
        show(redactAt(path, value)),
        origins.map(({ layer, place }) => `${layer} ${formatPlace(place)}`).join(' + '),
      ]),
      'none',
    ),
    ...(merged.unused.length === 0
      ? []
      : section(
          'No effect: a higher layer sets the field',
          merged.unused.map(({ path, value, origin }) => [
            formatField(path),
            show(redactAt(path, value)),
            `${origin.layer} ${formatPlace(origin.place)}`,
          ]),
          '',
        )),
    ...(findings.length === 0
      ? []
      : section(
          'Errors in the layers: policy lint says what to do',
          findings.map(({ effect, place, field, message }) => [
            formatPlace(place),
            effect,
            `${field}: ${message}`,
          ]),
          '',
        )),
    ...(brokenRules.length === 0
      ? []
      : section(
          'No command rule is in force, not even those of requirements: the CLI drops every rule because of a broken file',
          brokenRules.map(({ file, reason }) => [file, reason]),
          '',
        )),
    ...section(
      'What a session gets',
      settings.map(({ key, asked, gets, why, seen }) => [
        key,
        asked ? `${show(asked.value)} (${asked.by})` : 'not asked',
        `-> ${show(gets)}`,
        why,
        describeSeen(seen),
      ]),
      'no setting is asked for and none is required',
    ),
    '',
    ...describeSession(explanation, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/policy-explain` version 1 (docs/json.md). */
export function renderExplanationJson({
  version,
  layers,
  merged,
  findings,
  settings,
  session,
  brokenRules,
}: PolicyExplanation): string {
  const origin = ({ layer, place }: { layer: string; place: Parameters<typeof formatPlace>[0] }) => ({
    layer,
    place: formatPlace(place),
  });
  return jsonDocument('policy-explain', {
    cli_version: version,
    layers: layers.map(({ name, file, note }) => ({ name, file: file ?? null, note: note ?? null })),
    requirements: merged.fields.map(({ path, value, origins }) => ({
      field: formatField(path),
      value: redactAt(path, value),
      origins: origins.map(origin),
    })),
    unused: merged.unused.map(({ path, value, origin: from }) => ({
      field: formatField(path),
      value: redactAt(path, value),
      origin: origin(from),
    })),
    findings: findings.map(({ effect, place, field, message, remedy }) => ({
      effect,
      field,
      message,
      remedy,
      place: formatPlace(place),
    })),
    settings: settings.map(({ key, asked, gets, why, seen }) => ({
      key,
      asked: asked ? { value: asked.value, by: asked.by } : null,
      gets: gets ?? null,
      why,
      seen: seen.type === 'other' ? { type: seen.type, value: seen.value } : { type: seen.type },
    })),
    broken_rules: brokenRules,
    session,
  });
}

function describeSeen(seen: SeenSetting): string {
  switch (seen.type) {
    case 'same':
      return '✔ the CLI says so too';
    case 'other':
      return `✘ the CLI says ${show(seen.value)}`;
    case 'not shown':
      return '○ not shown by the CLI';
  }
}

function describeSession({ session }: PolicyExplanation, paint: Paint): string[] {
  switch (session.type) {
    case 'started':
      return [
        `${paintVerdict('pass', paint)}  a session was started on ${session.given}`,
        ...session.warnings.map((warning) => `  warns: ${cleanLine(warning)}`),
      ];
    case 'refused':
      return [`${paintVerdict('fail', paint)}  no session under this policy: ${cleanLine(session.message)}`];
    case 'not asked':
      return [`${paintVerdict('skip', paint)}  no session was started: ${cleanLine(session.reason)}`];
  }
}

const show = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'unset'));
