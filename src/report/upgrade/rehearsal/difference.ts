import { formatPlace } from '../../../domain/base/documents/place.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { renderWitness } from '../../../domain/upgrade/rehearsal/witness.ts';

/** What became of it: `a command → not there`. */
export function describeChange({ pin, candidate }: Pick<RatedDifference, 'pin' | 'candidate'>): string {
  return `${cleanLine(pin ?? 'not there')} → ${cleanLine(candidate ?? 'not there')}`;
}

/** Why a difference has its weight, and what to do about it; one line each. */
function explainDifference({ rule, overridden }: RatedDifference): readonly string[] {
  return [
    ...(rule
      ? [cleanLine(rule.why), `What to do: ${cleanLine(rule.remedy)} (rule ${rule.id})`]
      : ['No rule speaks of this: look at it yourself.']),
    ...(overridden ? [`Your rules make this no ${overridden.from}: ${cleanLine(overridden.reason)}`] : []),
  ];
}

/** What a witness came to on both. */
export function describeTried({ pin, candidate, confirmed }: NonNullable<RatedDifference['tried']>): string {
  return `exit ${pin.exit ?? 'none'} on the pin, exit ${candidate.exit ?? 'none'} on the candidate${confirmed ? '' : '; NOT confirmed'}`;
}

/** The lines that use it, a line each with its place. */
function describeUses({ uses }: Pick<RatedDifference, 'uses'>): readonly string[] {
  return uses.map(({ place, text }) => `${cleanLine(formatPlace(place))}: ${cleanLine(text.trim())}`);
}

/** Most characters of both values in one line. */
const longestChange = 160;

/** What matters of a difference: what changed, what it means, what to do and who uses it. */
export function renderDifferenceHead(difference: RatedDifference): string {
  const { area, weight, concernsTeam, where, pin, candidate } = difference;
  const uses = describeUses(difference);
  const concern = concernsTeam
    ? 'no line: it was seen on your own configuration'
    : 'nothing of yours was seen to use it, so it is a note';
  return [
    `${weight} in ${AREAS[area]}: ${fitLine(describeChange(difference), longestChange)}`,
    '',
    ...section('What it means', explainDifference(difference).join('\n')),
    ...section('Used at', uses.length > 0 ? uses.join('\n') : concern),
    ...(where.length > 0 ? section('In sessions of', where.map(cleanLine).join('\n')) : []),
    ...section('On the pin', pin ?? 'not there'),
    ...section('On the candidate', candidate ?? 'not there'),
  ]
    .join('\n')
    .trimEnd();
}

/** Programs by their paths: what a witness that was not tried would run on. */
type Clis = { pin: { path: string }; candidate: { path: string } };

/** All of it: the witness with what it came to, and what was seen of both. */
export function renderDifference(difference: RatedDifference, clis: Clis): string {
  const { id, raw, tried } = difference;
  const scripts = witnessesOf(difference, clis);
  return [
    cleanLine(id),
    '',
    renderDifferenceHead(difference),
    '',
    ...(tried
      ? section(
          'Tried',
          [
            describeTried(tried),
            ...said('on the pin', tried.pin.said),
            ...said('on the candidate', tried.candidate.said),
          ].join('\n'),
        )
      : []),
    ...(scripts
      ? [
          ...section('Witness on the pin', scripts.pin),
          ...section('Witness on the candidate', scripts.candidate),
        ]
      : []),
    ...(raw.pin === undefined ? [] : section('Seen on the pin', raw.pin)),
    ...(raw.candidate === undefined ? [] : section('Seen on the candidate', raw.candidate)),
  ]
    .join('\n')
    .trimEnd();
}

/** Its witness as scripts, ready to paste; undefined for a difference without one. */
export function witnessesOf(
  { tried, witness }: Pick<RatedDifference, 'tried' | 'witness'>,
  { pin, candidate }: Clis,
): { pin: string; candidate: string } | undefined {
  if (tried) return tried.script;
  return (
    witness && { pin: renderWitness(witness, pin.path), candidate: renderWitness(witness, candidate.path) }
  );
}

const said = (where: string, text: string) =>
  text.trim() === ''
    ? []
    : [
        `It said ${where}:`,
        ...text
          .trim()
          .split('\n')
          .map((line) => `  ${line}`),
      ];

function section(title: string, text: string): readonly string[] {
  return [
    title,
    ...clean(text)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ];
}
