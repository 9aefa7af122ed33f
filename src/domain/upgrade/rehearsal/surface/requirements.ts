import { quoteForShell } from '../../../base/shell/quote-for-shell.ts';
import type { Fact } from '../observation.ts';

/** Wrong values for any key: what a CLI knows it refuses with one of them. */
export const wrongValues = ['3', '"cockpit"', '[3]', '{ cockpit = 3 }'] as const;

/** What a CLI makes of a key of requirements.toml. */
export type KeySeen = {
  key: string;
  /** The wrong value that it refuses; undefined when it takes each of them without a word. */
  refuses: string | undefined;
};

/**
 * Facts of requirements: which keys the CLI knows, and what it makes of those of the organisation. A key that is not
 * known is no requirement: it is ignored.
 *
 * @param own what is in the file of the organisation; undefined when there is none
 * @param shell runs what comes after it with a private /etc/codex, `$WORK/etc`
 */
export function requirementFacts(
  keys: readonly KeySeen[],
  {
    own,
    shell,
  }: { own: { keys: readonly string[]; refused: string | undefined } | undefined; shell: string },
): readonly Fact[] {
  return [
    ...(own
      ? [
          {
            key: 'requirements.toml',
            value: own.refused === undefined ? 'read' : `refused: ${own.refused}`,
            ofTeam: true as const,
          },
        ]
      : []),
    ...keys.map(
      ({ key, refuses }): Fact => ({
        key,
        value: refuses === undefined ? 'not known: ignored' : 'known',
        subjects: [{ kind: 'requirement', name: key }],
        ...(own?.keys.includes(key) ? { ofTeam: true } : {}),
        ...(refuses !== undefined && /^[\w-]+$/.test(key)
          ? {
              witness: {
                files: { '$WORK/etc/requirements.toml': `${key} = ${refuses}\n` },
                lines: [
                  'mkdir -p room',
                  `unshare $([ "$(id -u)" = 0 ] || echo --user --map-root-user) --mount --propagation private sh -c ${quoteForShell(shell)} sh "$WORK/etc" "$WORK/room" "$CODEX" features list 2>&1 | grep requirements.toml`,
                ],
              },
            }
          : {}),
      }),
    ),
  ];
}
