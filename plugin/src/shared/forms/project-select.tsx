import { useState } from 'react';
import type { Project } from '../api/use-projects.ts';
import { useT } from '../i18n.ts';
import { CreateProjectDialog } from './create-project-dialog.tsx';
import { OptionSelect } from './option-select.tsx';

interface ProjectSelectProps {
  readonly id: string;
  readonly label: string;
  readonly projects: readonly Project[];
  readonly value: string | undefined;
  readonly onChange: (project: string) => void;
  /** A project was made here. */
  readonly onCreated: () => void;
  readonly state?: 'error';
  readonly describedBy?: string;
}

/** One of the user's projects, or a new one. */
export function ProjectSelect({ projects, onChange, onCreated, ...field }: ProjectSelectProps) {
  const t = useT();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <OptionSelect
        {...field}
        options={projects.map(({ name, system }) => ({
          value: name,
          label: name,
          description: system ? t('System project') : undefined,
        }))}
        onChange={onChange}
        extra={{ title: t('Create project…'), run: () => setCreating(true) }}
      />
      {creating && (
        <CreateProjectDialog
          onClose={() => setCreating(false)}
          onCreated={(name) => {
            setCreating(false);
            onChange(name);
            onCreated();
          }}
        />
      )}
    </>
  );
}
