import * as z from 'zod';
import { AREA_NAMES, type Area } from './area.ts';
import type { RatedArea } from './rate.ts';
import { WEIGHTS } from './rules.ts';
import { SUBJECT_KINDS } from './subject.ts';

const subject = z.strictObject({ kind: z.enum(SUBJECT_KINDS), name: z.string() });
const text = z.string().optional();

const script = z.strictObject({
  files: z.record(z.string(), z.string()).optional(),
  lines: z.array(z.string()),
});

const ending = z.strictObject({ exit: z.int().nullable(), said: z.string() });

const difference = z.strictObject({
  id: z.string(),
  area: z.enum(AREA_NAMES as readonly [Area, ...Area[]]),
  key: z.string(),
  where: z.array(z.string()),
  change: z.enum(['gone', 'new', 'changed']),
  pin: text,
  candidate: text,
  subjects: z.array(subject),
  ofTeam: z.boolean(),
  witness: script.optional(),
  tried: z
    .strictObject({
      script: z.strictObject({ pin: z.string(), candidate: z.string() }),
      pin: ending,
      candidate: ending,
      confirmed: z.boolean(),
    })
    .optional(),
  raw: z.strictObject({ pin: text, candidate: text }),
  weight: z.enum(WEIGHTS),
  rule: z.strictObject({ id: z.string(), why: z.string(), remedy: z.string() }).optional(),
  overridden: z.strictObject({ from: z.enum(WEIGHTS), reason: z.string() }).optional(),
  uses: z.array(
    z.strictObject({
      subject,
      place: z.strictObject({ file: z.string(), line: z.int(), column: z.int() }),
      text: z.string(),
    }),
  ),
  concernsTeam: z.boolean(),
});

const part = z.strictObject({
  area: z.enum(AREA_NAMES as readonly [Area, ...Area[]]),
  compared: z.int(),
  gaps: z.array(
    z.strictObject({
      what: z.string(),
      reason: z.string(),
      where: text,
      hidesAll: z.literal(true).optional(),
      on: z.enum(['pin', 'candidate', 'both']),
    }),
  ),
  errors: z.array(z.strictObject({ on: z.enum(['pin', 'candidate']), message: z.string() })),
  differences: z.array(difference),
});

/** Bytes of one stored part: a stored text of more than 256 KiB is cut. */
const roomOfPart = 200 * 1024;

/** The areas as texts to be stored, an area in as many as it needs. */
export function partsOf(areas: readonly RatedArea[]): readonly { label: string; text: string }[] {
  return areas.flatMap((area) =>
    chunksOf(area.differences).map((differences, index) => ({
      label: `differences: ${area.area}${index === 0 ? '' : ` (${index + 1})`}`,
      // What is not of the differences stands in the first part alone.
      text: JSON.stringify(
        index === 0
          ? { ...area, differences }
          : { area: area.area, compared: 0, gaps: [], errors: [], differences },
      ),
    })),
  );
}

function chunksOf(differences: RatedArea['differences']): readonly RatedArea['differences'][] {
  const chunks: RatedArea['differences'][number][][] = [[]];
  let room = roomOfPart;
  for (const one of differences) {
    const size = Buffer.byteLength(JSON.stringify(one));
    if (size > room) {
      chunks.push([]);
      room = roomOfPart;
    }
    room -= size;
    chunks.at(-1)?.push(one);
  }
  return chunks;
}

/**
 * Reads stored parts back.
 *
 * @throws SyntaxError or ZodError for a text that is no part
 */
export function areasOf(texts: readonly string[]): readonly RatedArea[] {
  const areas = new Map<Area, RatedArea>();
  for (const one of texts.map((text) => part.parse(JSON.parse(text)) as unknown as RatedArea)) {
    const known = areas.get(one.area);
    areas.set(one.area, known ? { ...known, differences: [...known.differences, ...one.differences] } : one);
  }
  return [...areas.values()];
}
