import {
  Divider,
  MenuToggle,
  SearchInput,
  Select,
  SelectList,
  SelectOption,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { allNamespaces, useActiveNamespace } from './active-namespace.ts';
import { consoleFetch } from './console-fetch.ts';

interface NamespaceBarProps {
  readonly onNamespaceChange?: (namespace: string) => void;
  readonly isDisabled?: boolean;
  readonly children?: ReactNode;
}

async function readProjects(): Promise<string[]> {
  const answer = await consoleFetch('/api/proxy/plugin/gantry/bff/api/v1/projects');
  const { projects } = (await answer.json()) as { projects: { name: string }[] };
  return projects.map((project) => project.name);
}

/** The project selector above namespaced pages. Changing it leads to the same list in the other project. */
export function NamespaceBar({ onNamespaceChange, isDisabled, children }: NamespaceBarProps) {
  const [active, setActive] = useActiveNamespace();
  const [projects, setProjects] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<boolean>(false);
  const location = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    readProjects().then(setProjects, () => {
      setProjects([]);
    });
  }, []);

  const choose = (project: string) => {
    setActive(project);
    setOpen(false);
    onNamespaceChange?.(project);
    const list = /^\/k8s\/(?:all-namespaces|ns\/[^/]+)\/([^/]+)/.exec(location.pathname)?.[1];
    if (list !== undefined)
      void navigate(project === allNamespaces ? `/k8s/all-namespaces/${list}` : `/k8s/ns/${project}/${list}`);
  };
  const shown = active === allNamespaces ? 'All Projects' : active;
  return (
    <Toolbar inset={{ default: 'insetMd' }}>
      <ToolbarContent>
        <ToolbarItem>
          <Select
            isOpen={open}
            onOpenChange={setOpen}
            selected={active}
            onSelect={(_, value) => {
              choose(String(value));
            }}
            isScrollable
            toggle={(ref) => (
              <MenuToggle
                ref={ref}
                isDisabled={isDisabled}
                isExpanded={open}
                variant="plainText"
                onClick={() => {
                  setOpen(!open);
                }}
              >
                Project: {shown}
              </MenuToggle>
            )}
          >
            <SearchInput
              aria-label="Select project…"
              placeholder="Select project…"
              value={search}
              onChange={(_, value) => {
                setSearch(value);
              }}
            />
            <Divider />
            <SelectList>
              <SelectOption value={allNamespaces}>All Projects</SelectOption>
              {projects
                .filter((project) => project.includes(search))
                .map((project) => (
                  <SelectOption key={project} value={project}>
                    {project}
                  </SelectOption>
                ))}
            </SelectList>
          </Select>
        </ToolbarItem>
        {children}
      </ToolbarContent>
    </Toolbar>
  );
}
