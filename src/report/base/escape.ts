import { clean } from '../../domain/base/text/clean.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, in attributes too. Characters that XML forbids are taken out. */
export function escapeXml(text: string): string {
  return clean(text)
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Text for a cell of a Markdown table: no markup, no new cell, no new line, no mention of anybody. */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&')
    .replace(/@/g, '@\u200b');
}

/** Text as code in a cell of a Markdown table, so that a command can be copied from it as it is. */
export function codeSpan(text: string): string {
  return `\`${clean(text).replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** The message of a GitHub workflow command, so that it cannot end the command or start another. */
export function escapeWorkflowData(text: string): string {
  return clean(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a GitHub workflow command. */
export function escapeWorkflowProperty(text: string): string {
  return escapeWorkflowData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * JSON that means the same, with those characters escaped that JSON lets stand and a terminal or the direction of a
 * text obeys.
 */
export function escapeJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
