/** What a feature adds to the console: entry modules (name to path below `src`), and extensions that refer to them. */
export interface FeatureManifest {
  readonly modules: Readonly<Record<string, string>>;
  readonly extensions: readonly {
    readonly type: string;
    readonly properties: Record<string, unknown>;
    readonly flags?: { readonly required?: string[]; readonly disallowed?: string[] };
  }[];
}

const group = 'forklift.konveyor.io';
const version = 'v1beta1';

/** Off where MTV's own plugin is enabled, which has pages for the same kinds. */
export const ownPagesFlag = 'GANTRY_OWN_PAGES';
const flags = { required: [ownPagesFlag] };

interface Pages {
  readonly kind: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly abbr: string;
  readonly color: string;
  /** `module.export` of each page. */
  readonly list: string;
  readonly create: string;
  readonly details: string;
  /** `module.export` of the hook that gives the actions of an object, wherever the console shows it. */
  readonly actions: string;
}

/** List, create and details pages of a kind, at the console's own addresses for it. */
export function resourcePages(pages: Pages): FeatureManifest['extensions'] {
  const model = { group, version, kind: pages.kind };
  const page = (type: string, component: string) => ({
    type,
    properties: { model, component: { $codeRef: component } },
    flags,
  });
  return [
    page('console.page/resource/list', pages.list),
    page('console.page/resource/details', pages.details),
    page('console.resource/create', pages.create),
    {
      type: 'console.action/resource-provider',
      properties: { model, provider: { $codeRef: pages.actions } },
      flags,
    },
    {
      type: 'console.model-metadata',
      properties: {
        model,
        label: pages.label,
        labelPlural: pages.labelPlural,
        abbr: pages.abbr,
        color: pages.color,
      },
      flags,
    },
  ];
}

/** A page at an address of its own, and below it. */
export function ownPage(path: string, component: string): FeatureManifest['extensions'][number] {
  return { type: 'console.page/route', properties: { path, exact: false, component: { $codeRef: component } }, flags };
}

const perspectives = ['admin', 'virtualization-perspective'] as const;
const sectionOf = (perspective: string) => `gantry-${perspective}`;

/** A section of the navigation, in both perspectives. */
export function navigationSection(name: string): FeatureManifest['extensions'] {
  return perspectives.map((perspective) => ({
    type: 'console.navigation/section',
    properties: { id: sectionOf(perspective), perspective, name, insertAfter: ['virtualization', 'workloads'] },
    flags,
  }));
}

/** An entry that leads to a page at an address of its own, in the project that is chosen. */
export function navigationLink(id: string, href: string, name: string): FeatureManifest['extensions'] {
  return perspectives.map((perspective) => ({
    type: 'console.navigation/href',
    properties: {
      id: `gantry-${perspective}-${id}`,
      perspective,
      section: sectionOf(perspective),
      name,
      href,
      namespaced: true,
      dataAttributes: { 'data-test-id': `gantry-${id}` },
    },
    flags,
  }));
}

/** An entry that leads to a kind's list, in both perspectives. */
export function navigationEntry(id: string, kind: string, name: string): FeatureManifest['extensions'] {
  return perspectives.map((perspective) => ({
    type: 'console.navigation/resource-ns',
    properties: {
      id: `gantry-${perspective}-${id}`,
      perspective,
      section: sectionOf(perspective),
      name,
      model: { group, version, kind },
      dataAttributes: { 'data-test-id': `gantry-${id}` },
    },
    flags,
  }));
}
