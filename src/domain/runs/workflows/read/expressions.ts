/** A `${{ }}` of a workflow, and where it begins in the text around it. */
export type Expression = { inner: string; offset: number };

/** The expressions of a text. */
export function expressionsIn(text: string): readonly Expression[] {
  return [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map((match) => ({
    inner: (match[1] ?? '').trim(),
    offset: match.index,
  }));
}

/** Whether a text is one expression and nothing else. */
export const isExpression = (text: string): boolean => /^\s*\$\{\{[\s\S]*\}\}\s*$/.test(text);

/** What anybody may write who opens an issue or a pull request, by the names of the contexts that have it. */
const untrusted: readonly RegExp[] = [
  /^github\.head_ref$/,
  /^github\.event\.(?:issue|pull_request|discussion|release)\.(?:title|body)$/,
  /^github\.event\.(?:comment|review|review_comment)\.body$/,
  /^github\.event\.pull_request\.head\.(?:ref|label)$/,
  /^github\.event\.pull_request\.head\.repo\.(?:default_branch|description|homepage|name|full_name)$/,
  /^github\.event\.(?:head_commit|commits(?:\.\*|\.\d+)?|workflow_run\.head_commit)\.(?:message|author\.(?:name|email)|committer\.(?:name|email))$/,
  /^github\.event\.workflow_run\.(?:head_branch|display_title|head_repository\.description)$/,
  /^github\.event\.workflow_run\.pull_requests(?:\.\*|\.\d+)?\.head\.ref$/,
  /^github\.event\.pages(?:\.\*|\.\d+)?\.(?:page_name|title)$/,
  /^github\.event\.(?:issue|pull_request)\.(?:labels(?:\.\*|\.\d+)?|milestone)\.(?:name|title|description)$/,
  /^github\.event\.(?:client_payload|changes)(?:\.|$)/,
  // A whole object brings its texts along.
  /^github\.event(?:\.(?:issue|pull_request|comment|review|discussion|head_commit|commits|workflow_run))?$/,
];

/** The names that an expression reads, without those whose value only decides a condition. */
export function namesIn(inner: string): readonly string[] {
  const values = inner
    .replace(/'(?:[^']|'')*'/g, (text) => (/^'[\w-]+'$/.test(text) ? text : "''"))
    .replace(/\[\s*'([\w-]+)'\s*\]/g, '.$1')
    .replace(/\[\s*(\d+|\*)\s*\]/g, '.$1')
    .replace(/'[^']*'/g, "''")
    .replace(/\b(?:contains|startsWith|endsWith|hashFiles)\s*\((?:[^()]|\([^()]*\))*\)/gi, ' ')
    .replace(/[\w.*-]+\s*(?:[=!]=|[<>]=?)\s*(?:[\w.*-]+|'')/g, ' ')
    .replace(/(?:[\w.*-]+|'')\s*(?:[=!]=|[<>]=?)\s*[\w.*-]+/g, ' ');
  return [...values.matchAll(/[A-Za-z_][\w-]*(?:\.(?:[\w-]+|\*))*/g)].map(([name]) => name.toLowerCase());
}

/** The name in an expression whose value anybody may write; undefined when there is none. */
export function untrustedName(inner: string): string | undefined {
  return namesIn(inner).find((name) => untrusted.some((form) => form.test(name)));
}

/** The expressions of a text whose value anybody may write. */
export function untrustedIn(text: string): readonly (Expression & { name: string })[] {
  return expressionsIn(text).flatMap((expression) => {
    const name = untrustedName(expression.inner);
    return name === undefined ? [] : [{ ...expression, name }];
  });
}

/** The variables of a shell that a text reads: `$NAME`, `${NAME}` and `${NAME:-x}`. */
export function variablesIn(text: string): readonly { name: string; offset: number }[] {
  return [...text.matchAll(/\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g)].map((match) => ({
    name: match[1] ?? match[2] ?? '',
    offset: match.index,
  }));
}
