import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { linksToItemsThatNeed, linkToEntry, linkToPerson } from '../links.ts';
import { selectedArtifact } from './rows.ts';

/** What an open artifact leads to: the items that ask for it, the entries about its newest text, and its author. */
export function artifactLinks(state: State): readonly Link[] {
  const artifact = selectedArtifact(state);
  if (!artifact) return [];
  const { id, newest } = artifact;
  return [
    ...linksToItemsThatNeed(state, 'artifact', id),
    ...(newest
      ? [
          linkToEntry(newest.seq, `revision ${newest.revision} by ${newest.author}`),
          ...newest.approvals.map(({ seq, by, role }) => linkToEntry(seq, `approved by ${by} as ${role}`)),
          linkToPerson(newest.author),
        ]
      : []),
  ];
}
