import { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { Bullseye, EmptyState, EmptyStateBody, PageSection, Spinner } from '@patternfly/react-core';
import { Suspense, useEffect, type ReactNode } from 'react';
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router';
import { adoptAddress } from './active-namespace.ts';
import {
  isCreatePage,
  isDetailsPage,
  isListPage,
  isRoutePage,
  referenceOf,
  type Resolved,
  type DetailsPage,
  type ListPage,
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

function List({ page }: { readonly page: Resolved<ListPage> }) {
  const { ns } = useParams();
  const { component: Page, model } = page.properties;
  return <Page namespace={ns} model={model} kind={referenceOf(model)} />;
}

function Details({ page }: { readonly page: Resolved<DetailsPage> }) {
  const { ns, name } = useParams();
  const { component: Page, model } = page.properties;
  return <Page namespace={ns} name={name} model={model} kind={referenceOf(model)} />;
}

/** Renders what the plugins' page extensions say for the current address. */
export function PluginRoutes({ home }: { readonly home: string }): ReactNode {
  const [lists, listsReady] = useResolvedExtensions(isListPage);
  const [details, detailsReady] = useResolvedExtensions(isDetailsPage);
  const [creates, createsReady] = useResolvedExtensions(isCreatePage);
  const [pages, pagesReady] = useResolvedExtensions(isRoutePage);
  const location = useLocation();
  useEffect(adoptAddress, [location.pathname]);
  if (!listsReady || !detailsReady || !createsReady || !pagesReady) return loading;

  return (
    <Suspense fallback={loading}>
      <Routes>
        <Route path="/" element={<Navigate to={home} replace />} />
        {creates.map((page) => {
          const { component: Page, model } = page.properties;
          return (
            <Route
              key={page.uid}
              path={`/k8s/ns/:ns/${referenceOf(model)}/~new`}
              element={<CreateRoute page={Page} />}
            />
          );
        })}
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
        {pages.flatMap((page) => {
          const { component: Page, path, exact } = page.properties;
          return [path]
            .flat()
            .map((one) => (
              <Route key={`${page.uid}${one}`} path={exact === true ? one : `${one}/*`} element={<Page />} />
            ));
        })}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

function CreateRoute({ page: Page }: { readonly page: React.ComponentType<Record<string, unknown>> }) {
  const { ns } = useParams();
  return <Page namespace={ns} />;
}
