import type { Extension } from '@openshift/dynamic-plugin-sdk';
import type { ComponentType } from 'react';

interface Model {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
export type PageComponent = ComponentType<Record<string, unknown>>;
type PageExtension<Type extends string> = Extension<
  Type,
  { readonly model: Model; readonly component: () => Promise<PageComponent> }
>;

export type ListPage = PageExtension<'console.page/resource/list'>;
export type DetailsPage = PageExtension<'console.page/resource/details'>;
export type CreatePage = PageExtension<'console.resource/create'>;
export type RoutePage = Extension<
  'console.page/route',
  { readonly path: string | string[]; readonly exact?: boolean; readonly component: () => Promise<PageComponent> }
>;
export type NavSection = Extension<
  'console.navigation/section',
  { readonly id: string; readonly name: string; readonly perspective?: string }
>;
export type NavResource = Extension<
  'console.navigation/resource-ns',
  {
    readonly id: string;
    readonly section: string;
    readonly name: string;
    readonly model: Model;
    readonly perspective?: string;
  }
>;
export type NavHref = Extension<
  'console.navigation/href',
  {
    readonly id: string;
    readonly section: string;
    readonly name: string;
    readonly href: string;
    /** The chosen project is added to the address. */
    readonly namespaced?: boolean;
    readonly perspective?: string;
  }
>;

/** A hook of the plugin that sets feature flags; extensions may require them. */
export type FlagHook = Extension<
  'console.flag/hookProvider',
  { readonly handler: () => Promise<(setFlag: (flag: string, value: boolean) => void) => void> }
>;

const is =
  <E extends Extension>(type: E['type']) =>
  (extension: Extension): extension is E =>
    extension.type === type;

export const isListPage = is<ListPage>('console.page/resource/list');
export const isDetailsPage = is<DetailsPage>('console.page/resource/details');
export const isCreatePage = is<CreatePage>('console.resource/create');
export const isRoutePage = is<RoutePage>('console.page/route');
export const isNavSection = is<NavSection>('console.navigation/section');
const isNavResource = is<NavResource>('console.navigation/resource-ns');
export const isFlagHook = is<FlagHook>('console.flag/hookProvider');
const isNavHref = is<NavHref>('console.navigation/href');
export const isNavItem = (extension: Extension): extension is NavResource | NavHref =>
  isNavResource(extension) || isNavHref(extension);

/** `group~version~Kind`, as it stands in addresses. */
export function referenceOf(model: Model): string {
  return `${model.group}~${model.version}~${model.kind}`;
}
