import semver from 'semver';

/** What kind of thing names a version (docs/upgrade.md, "Pins"). */
type MentionForm =
  | 'package'
  | 'lock'
  | 'action'
  | 'action-version'
  | 'release'
  | 'tool'
  | 'formula'
  | 'update';

/** A place that decides which Codex CLI is used. Offsets are UTF-16 units of the file. */
export type Mention = {
  form: MentionForm;
  /** What is written there as the version; empty when none is. */
  spec: string;
  /** Where `spec` stands, or where one would be inserted. */
  offset: number;
  /** What is written in place of `spec` to name a version; undefined where that needs a person. */
  write?: (version: string) => string;
};

/** How a mention relates to the team's pin. */
export type Drift =
  | { state: 'same' }
  /** One exact version, another one. */
  | { state: 'differs'; version: string }
  /** Whatever is newest when it is installed. */
  | { state: 'floats'; reason: string }
  /** It depends on something that is not in the file. */
  | { state: 'unresolved'; reason: string };

const isRange = (spec: string) => semver.validRange(spec) !== null;

/** Judges one mention against the pin of the team. */
export function judgeMention({ form, spec }: Pick<Mention, 'form' | 'spec'>, pin: string): Drift {
  if (form === 'update')
    return { state: 'floats', reason: 'codex update replaces the CLI by the newest one' };
  if (form === 'action') {
    return /^[0-9a-f]{40}$/.test(spec)
      ? { state: 'same' }
      : {
          state: 'floats',
          reason: `the tag ${spec === '' ? '(none)' : spec} of the action can be moved; name a commit`,
        };
  }
  if (spec === '' || spec === 'latest') {
    return { state: 'floats', reason: spec === '' ? 'no version is named' : 'latest is the newest release' };
  }
  if (/[$%{}<>()]/.test(spec)) return { state: 'unresolved', reason: `${spec} is set elsewhere` };
  const version = semver.valid(spec.replace(/^=/, ''));
  if (version !== null) return version === pin ? { state: 'same' } : { state: 'differs', version };
  if (isRange(spec)) return { state: 'floats', reason: `${spec} takes newer versions too` };
  if (/^(?:workspace|file|link|git|https?|catalog|portal|patch)\b/.test(spec)) {
    return { state: 'unresolved', reason: `${spec} is not a version` };
  }
  return { state: 'floats', reason: `the tag ${spec} can be moved` };
}
