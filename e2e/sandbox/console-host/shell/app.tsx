import { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import {
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavExpandable,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { BarsIcon, MoonIcon, SunIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { allNamespaces, useActiveNamespace } from './active-namespace.ts';
import { isNavItem, isNavSection, referenceOf } from './extensions.ts';
import { PluginRoutes } from './routes.tsx';
import { serverFlags } from './server-flags.ts';
import { translateLabel } from './translations.ts';

const darkClass = 'pf-v6-theme-dark';
const mainId = 'content';

function ThemeButton() {
  const [dark, setDark] = useState(document.documentElement.classList.contains(darkClass));
  return (
    <Button
      variant="plain"
      aria-label={dark ? 'Use the light theme' : 'Use the dark theme'}
      icon={dark ? <SunIcon /> : <MoonIcon />}
      onClick={() => {
        document.documentElement.classList.toggle(darkClass, !dark);
        localStorage.setItem('console.theme', dark ? 'light' : 'dark');
        setDark(!dark);
      }}
    />
  );
}

function Header() {
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton variant="plain" aria-label="Global navigation">
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand className="pf-v6-u-align-items-center">
          <strong>Console</strong>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic>
          <ToolbarContent>
            <ToolbarGroup align={{ default: 'alignEnd' }}>
              <ToolbarItem>
                <ThemeButton />
              </ToolbarItem>
              <ToolbarItem>{serverFlags.user}</ToolbarItem>
              <ToolbarItem>
                <a href="/logout">Log out</a>
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );
}

interface NavEntry {
  readonly id: string;
  readonly section: string;
  readonly name: string;
  readonly to: string;
  /** Part of the address by which the entry is active. */
  readonly mark: string;
  /** Of objects of one kind. */
  readonly isList: boolean;
}

function useNavigation() {
  const [namespace] = useActiveNamespace();
  const [sections] = useResolvedExtensions(isNavSection);
  const [items] = useResolvedExtensions(isNavItem);
  const place = namespace === allNamespaces ? 'all-namespaces' : `ns/${namespace}`;
  const inProject = `/k8s/${place}`;
  const inAdmin = (extension: { properties: { perspective?: string } }) =>
    (extension.properties.perspective ?? 'admin') === 'admin';
  // In the order in which they are declared, whatever they lead to.
  const entries = items.filter(inAdmin).map((item): NavEntry => {
    const { id, section, name } = item.properties;
    if ('model' in item.properties) {
      const mark = referenceOf(item.properties.model);
      return { id, section, name, mark, to: `${inProject}/${mark}`, isList: true };
    }
    const { href, namespaced } = item.properties;
    return { id, section, name, mark: href, to: namespaced === true ? `${href}/${place}` : href, isList: false };
  });
  return { sections: sections.filter(inAdmin), entries };
}

export function App() {
  const { sections, entries } = useNavigation();
  const location = useLocation();
  const home = entries.find(({ isList }) => isList)?.to;
  const isActive = (entry: NavEntry) => location.pathname.includes(entry.mark);
  const sidebar = (
    <PageSidebar>
      <PageSidebarBody>
        <Nav aria-label="Global">
          <NavList>
            {sections.map(({ properties }) => (
              <NavExpandable
                key={properties.id}
                title={translateLabel(properties.name)}
                isExpanded
                isActive={entries.some(isActive)}
              >
                {entries
                  .filter((entry) => entry.section === properties.id)
                  .map((entry) => (
                    <NavItem key={entry.id} isActive={isActive(entry)}>
                      <Link to={entry.to}>{translateLabel(entry.name)}</Link>
                    </NavItem>
                  ))}
              </NavExpandable>
            ))}
          </NavList>
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
  return (
    <Page
      masthead={<Header />}
      sidebar={sidebar}
      isManagedSidebar
      isContentFilled
      mainContainerId={mainId}
      skipToContent={<SkipToContent href={`#${mainId}`}>Skip to content</SkipToContent>}
    >
      {home !== undefined && <PluginRoutes home={home} />}
    </Page>
  );
}
