import { useExtensions } from '@openshift/dynamic-plugin-sdk';
import { Bullseye, EmptyState, EmptyStateBody, PageSection, Spinner } from '@patternfly/react-core';
import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router';
import { adoptAddress } from './active-namespace.ts';
import {
  isCreatePage,
  isDetailsPage,
  isListPage,
  isRoutePage,
  referenceOf,
  type CreatePage,
  type DetailsPage,
  type ListPage,
  type PageComponent,
  type RoutePage,
} from './extensions.ts';

const loading = (
  <Bullseye>
    <Spinner aria-label="Loading page" />
  </Bullseye>
);

function NotFound() {
  return (
    <PageSection>
      <EmptyState titleText="404: Page not found" headingLevel="h1">
        <EmptyStateBody>No plugin has a page at this address.</EmptyStateBody>
      </EmptyState>
    </PageSection>
  );
}

const pages = new WeakMap<() => Promise<PageComponent>, PageComponent>();

/** The page behind a code reference, fetched when its address is first opened. */
function pageOf(load: () => Promise<PageComponent>): PageComponent {
  const known = pages.get(load);
  if (known !== undefined) return known;
  const page: ComponentType<Record<string, unknown>> = lazy(async () => ({ default: await load() }));
  pages.set(load, page);
  return page;
}

function List({ page }: { readonly page: ListPage }) {
  const { ns } = useParams();
  const { component, model } = page.properties;
  const Page = pageOf(component);
  return <Page namespace={ns} model={model} kind={referenceOf(model)} />;
}

function Details({ page }: { readonly page: DetailsPage }) {
  const { ns, name } = useParams();
  const { component, model } = page.properties;
  const Page = pageOf(component);
  return <Page namespace={ns} name={name} model={model} kind={referenceOf(model)} />;
}

function Create({ page }: { readonly page: CreatePage }) {
  const { ns } = useParams();
  const Page = pageOf(page.properties.component);
  return <Page namespace={ns} />;
}

function Own({ page }: { readonly page: RoutePage }) {
  const Page = pageOf(page.properties.component);
  return <Page />;
}

/** Renders what the plugins' page extensions say for the current address. */
export function PluginRoutes({ home }: { readonly home: string }): ReactNode {
  const lists = useExtensions(isListPage);
  const details = useExtensions(isDetailsPage);
  const creates = useExtensions(isCreatePage);
  const own = useExtensions(isRoutePage);
  const location = useLocation();
  useEffect(adoptAddress, [location.pathname]);

  return (
    <Suspense fallback={loading}>
      <Routes>
        <Route path="/" element={<Navigate to={home} replace />} />
        {creates.map((page) => (
          <Route
            key={page.uid}
            path={`/k8s/ns/:ns/${referenceOf(page.properties.model)}/~new`}
            element={<Create page={page} />}
          />
        ))}
        {lists.flatMap((page) => [
          <Route
            key={page.uid}
            path={`/k8s/ns/:ns/${referenceOf(page.properties.model)}`}
            element={<List page={page} />}
          />,
          <Route
            key={`${page.uid}-all`}
            path={`/k8s/all-namespaces/${referenceOf(page.properties.model)}`}
            element={<List page={page} />}
          />,
        ])}
        {details.map((page) => (
          <Route
            key={page.uid}
            path={`/k8s/ns/:ns/${referenceOf(page.properties.model)}/:name/*`}
            element={<Details page={page} />}
          />
        ))}
        {own.flatMap((page) => {
          const { path, exact } = page.properties;
          return [path]
            .flat()
            .map((one) => (
              <Route key={`${page.uid}${one}`} path={exact === true ? one : `${one}/*`} element={<Own page={page} />} />
            ));
        })}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
