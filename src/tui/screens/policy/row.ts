import type { Place } from '../../../domain/base/documents/place.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import type { Whom } from '../../../domain/policy/policy-map.ts';
import type { PolicyFileKind } from '../../../domain/policy/policy-report.ts';

/** A row of the policy screen. */
export type PolicyRow = {
  section: 'layer' | 'required' | 'session' | 'who' | 'rules' | 'chain' | PolicyResult['request']['type'];
  verdict: Verdict | undefined;
  cells: readonly string[];
  /** Everything about it, as a text. */
  detail: string;
  /** The file that it is about, with the line where there is one. */
  place?: PlaceOf | undefined;
  /** Found by the filter beside the cells. */
  words?: string;
  /** The result that it belongs to. */
  result?: string;
};

/** A file, or a place in it. */
type PlaceOf = Pick<Place, 'file'> & Partial<Place>;

/** Files that stand in for those of the machine when policy is explained. */
type ExplainFiles = Readonly<Partial<Record<'config' | 'cloud' | 'mdm' | 'managed' | 'system', string>>>;

/** What can be asked about policy. */
export type PolicyRequest =
  | { type: 'config'; folder: string; profile: string | undefined }
  | { type: 'lint'; file: string; kind: PolicyFileKind | undefined }
  | { type: 'explain'; set: readonly string[]; files: ExplainFiles }
  | { type: 'agents'; folder: string }
  | { type: 'rules'; table: string; rules: readonly string[]; requirements: string | undefined }
  | { type: 'who'; whom: Whom; map: string }
  | { type: 'models'; policy: string; candidate: string | undefined }
  | { type: 'keys'; from: string; to: string };

/** The answer to a question about policy. */
export type PolicyResult = {
  /** What was asked, so that a later answer to the same takes its place. */
  id: string;
  request: PolicyRequest;
  at: Date;
  rows: readonly PolicyRow[];
};
