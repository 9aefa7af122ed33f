import { countOf } from '../../base/text/progress.ts';
import type { CompliancePlace } from '../events/compliance.ts';
import type { Coverage } from './coverage.ts';

const codexLogs = ['CODEX_LOG', 'CODEX_SECURITY_LOG'];

/** What the recorded logs do not have, one sentence each. */
export function notCovered(coverage: readonly Coverage[]): readonly string[] {
  const places = [...Map.groupBy(coverage, ({ place }) => placeName(place))];
  return [
    'Use with an API key: the logs have only what is done with a ChatGPT account.',
    ...(places.length === 0
      ? ['Everything else: no log was imported or fetched.']
      : [`Other workspaces than these: ${places.map(([name]) => name).join(', ')}.`]),
    ...places.flatMap(([name, ofPlace]) =>
      codexLogs
        .filter((log) => !ofPlace.some((one) => one.log === log))
        .map((log) => `${log} of ${name}: it was never imported or fetched.`),
    ),
    ...coverage.flatMap(({ place, log, filesLost }) =>
      filesLost === 0
        ? []
        : [
            `${countOf(filesLost, 'log file')} of ${log} of ${placeName(place)}: OpenAI removed them before they were fetched.`,
          ],
    ),
    'The text of prompts and answers, and what tools were given and gave back: it is never stored here.',
  ];
}

/** Whose log it is, in words. */
export function placeName({ kind, id }: CompliancePlace): string {
  switch (kind) {
    case 'workspace':
      return `workspace ${id}`;
    case 'organization':
      return `organisation ${id}`;
    case 'unknown':
      return 'a workspace that the log does not name';
  }
}
