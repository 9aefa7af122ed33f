export const oneEach: RegExp;

/** What the bundle takes for `Intl.Segmenter`. */
export class LazySegmenter {
  constructor(...given: ConstructorParameters<typeof Intl.Segmenter>);
  segment(text: string): Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData>;
}
