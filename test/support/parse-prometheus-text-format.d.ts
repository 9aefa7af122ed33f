declare module 'parse-prometheus-text-format' {
  /** Families as prom2json writes them. */
  export default function parsePrometheusTextFormat(text: string): unknown;
}
