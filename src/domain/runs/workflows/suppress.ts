import { cleanLine } from '../../base/text/clean.ts';
import type { Finding } from './finding.ts';

/** A comment that suppresses findings of one rule in one line of a file. */
export type Suppression = { file: string; line: number; rule: string; reason: string };

/** A comment that means to suppress something and does not. */
export type BadSuppression = { file: string; line: number; column: number; message: string };

const form = /#[ \t]*codex-cockpit:[ \t]*ignore\b[ \t]*(\S*)[ \t]*(.*)$/;

/**
 * Reads the comments `# codex-cockpit: ignore RULE reason`. One at the end of a line is about this line; one that stands
 * alone is about the next line that is no comment.
 */
export function suppressionsIn(
  file: string,
  text: string,
  isRule: (rule: string) => boolean,
): { suppressions: readonly Suppression[]; bad: readonly BadSuppression[] } {
  const suppressions: Suppression[] = [];
  const bad: BadSuppression[] = [];
  const lines = text.includes('codex-cockpit:') ? text.split(/\r?\n/) : [];
  for (const [index, line] of lines.entries()) {
    const match = form.exec(line);
    if (!match) continue;
    const [, rule = '', rest = ''] = match;
    const reason = cleanLine(rest);
    const place = { file, line: index + 1, column: match.index + 1 };
    if (rule === '') bad.push({ ...place, message: 'no rule is named' });
    else if (!isRule(rule)) bad.push({ ...place, message: `there is no rule ${cleanLine(rule)}` });
    else if (reason === '') bad.push({ ...place, message: `no reason is given for ${rule}` });
    else {
      const isAlone = line.slice(0, match.index).trim() === '';
      const next = lines.findIndex((one, at) => at > index && !/^\s*(?:#|$)/.test(one));
      suppressions.push({ file, line: isAlone && next !== -1 ? next + 1 : index + 1, rule, reason });
    }
  }
  return { suppressions, bad };
}

/** Marks the findings that a comment or an option suppresses. Options are by rule, and win. */
export function suppress(
  findings: readonly Finding[],
  { comments, options }: { comments: readonly Suppression[]; options: ReadonlyMap<string, string> },
): readonly Finding[] {
  return findings.map((finding) => {
    const asked = options.get(finding.rule);
    if (asked !== undefined) return { ...finding, suppressed: { reason: asked, by: 'option' } };
    const comment = comments.find(
      ({ file, line, rule }) =>
        file === finding.place.file && line === finding.place.line && rule === finding.rule,
    );
    return comment === undefined
      ? finding
      : { ...finding, suppressed: { reason: comment.reason, by: 'comment' } };
  });
}
