/** The text of a runbook of a phase, with a checklist in YAML when one is given. */
export function runbookText({
  id = 'pilot',
  kind = 'phase',
  goal = 'Learn where Codex helps',
  output = 'Notes',
  signOffs = '[rollout owner]',
  items = '',
  body = 'Text',
}: {
  id?: string;
  kind?: string;
  goal?: string;
  output?: string;
  signOffs?: string;
  items?: string;
  body?: string;
} = {}): string {
  const phase = kind === 'phase' ? `phase: ${id}\noutput: ${output}\nsign_offs: ${signOffs}\n` : '';
  const title = id.charAt(0).toUpperCase() + id.slice(1);
  return `---\nversion: 1\nid: ${id}\nkind: ${kind}\n${phase}title: ${title}\ngoal: ${goal}\n${items === '' ? '' : `items:\n${items}`}---\n\n${body}\n`;
}

/** One item in YAML, as it stands in the front matter of a runbook. */
export function itemText(
  id: string,
  {
    evidence = '[{attestation: It is so.}]',
    owner = 'rollout owner',
    more = '',
  }: { evidence?: string; owner?: string; more?: string } = {},
): string {
  const lines = [
    `  - id: ${id}`,
    `    title: Title of ${id}`,
    '    why: Because',
    '    how: Like this',
    `    owner: ${owner}`,
    `    evidence: ${evidence}`,
    ...(more === '' ? [] : [`    ${more}`]),
  ];
  return `${lines.join('\n')}\n`;
}
