declare module '*.css?inline' {
  const css: string;
  export default css;
}

/** Declared here, since inferring a type from 750 kB of JSON would slow down every type check. */
declare module 'world-atlas/countries-50m.json' {
  import type { GeometryCollection, Topology } from 'topojson-specification';

  const topology: Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
  export default topology;
}

declare module 'world-atlas/countries-110m.json' {
  export { default } from 'world-atlas/countries-50m.json';
}
