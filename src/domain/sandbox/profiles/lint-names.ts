import { isTable } from '../../base/shape/check-shape.ts';
import type { Path, PathFinding } from '../../base/shape/finding.ts';
import { showName, whatIsMistakableIn } from '../../base/text/look-alike.ts';

type Table = Readonly<Record<string, unknown>>;

/**
 * Names of a profile that are not what they seem: the CLI takes a name letter by letter, with the blank at its end
 * (seen on 0.139.0), so what was meant gets no rule.
 */
export function lintNames(profile: Table, path: Path): PathFinding[] {
  const { filesystem, workspace_roots: roots, network } = profile;
  const domains = isTable(network) ? network.domains : undefined;
  return [
    ...namesIn(filesystem, [...path, 'filesystem']),
    ...namesIn(roots, [...path, 'workspace_roots']),
    ...namesIn(domains, [...path, 'network', 'domains']),
  ];
}

/** What is wrong with the name of a profile beside the others. */
export function lintProfileName(id: string, names: readonly string[]): PathFinding[] {
  const path = ['permissions', id];
  const twin = names.slice(0, names.indexOf(id)).find((name) => plain(name) === plain(id));
  const twice: PathFinding[] =
    twin === undefined
      ? []
      : [
          {
            effect: 'ignored',
            path,
            at: 'key',
            message: `${showName(id)} and ${showName(twin)} are two profiles: nothing in here counts for ${showName(twin)}`,
            remedy: 'Make them one, or give one of them another name.',
          },
        ];
  return [...lintName(id, path), ...twice];
}

const plain = (name: string) => name.trim().toLowerCase();

function namesIn(table: unknown, path: Path): PathFinding[] {
  if (!isTable(table)) return [];
  return Object.entries(table).flatMap(([name, value]) => [
    ...lintName(name, [...path, name]),
    ...namesIn(value, [...path, name]),
  ]);
}

function lintName(name: string, path: Path): PathFinding[] {
  const finding = (message: string, remedy: string): PathFinding[] => [
    { effect: 'ignored', path, at: 'key', message, remedy },
  ];
  if (name !== name.trim()) {
    return finding(
      `a blank at an end of ${showName(name)} is a part of the name: the place without it gets no rule`,
      `Write ${JSON.stringify(name.trim())}.`,
    );
  }
  if (/(^|\/)\s+[^/]|[^/]\s+(\/|$)/.test(name)) {
    return finding(
      `a part of ${showName(name)} begins or ends with a blank: the place without it gets no rule`,
      'Take the blank out.',
    );
  }
  const why = whatIsMistakableIn(name);
  return why === undefined
    ? []
    : finding(`${showName(name)} can be mistaken for another name: ${why}`, 'Write it in plain letters.');
}
