import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass } from '../../judgement.ts';

/** What came of asking an app-server to initialize. */
export type Handshake =
  | { type: 'answered'; userAgent: string; afterMs: number }
  | { type: 'refused'; message: string }
  | { type: 'silent'; reason: string };

/** The CLI version inside `<client>/<version> (…)`, the user agent an app-server answers with. */
export function userAgentVersion(userAgent: string): string | undefined {
  return /^[^/\s]+\/(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:\s|$)/.exec(userAgent)?.[1];
}

/** Passes when the server answered and is of the version that the CLI under test states. */
export function judgeHandshake(handshake: Handshake, tested: string): Judgement {
  const expected = `an initialize reply from app-server ${tested}`;
  switch (handshake.type) {
    case 'silent':
      return fail({
        summary: 'app-server did not answer initialize',
        expected,
        actual: cleanLine(handshake.reason),
      });
    case 'refused':
      return fail({
        summary: 'app-server refused initialize',
        expected,
        actual: cleanLine(handshake.message),
      });
    case 'answered': {
      const version = userAgentVersion(handshake.userAgent);
      if (version === tested) return pass(`app-server ${version} answered initialize`);
      const actual = cleanLine(handshake.userAgent).slice(0, 120);
      return fail({ summary: `app-server is not the ${tested} under test`, expected, actual });
    }
  }
}
