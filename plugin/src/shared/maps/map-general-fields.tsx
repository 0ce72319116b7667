import { useState } from 'react';
import { TextInput } from '@patternfly/react-core';
import { label } from '@gantry/bff/api/http/shapes.ts';
import { useProjects } from '../api/use-projects.ts';
import { Field } from '../forms/field.tsx';
import { OptionSelect } from '../forms/option-select.tsx';
import { ProjectSelect } from '../forms/project-select.tsx';
import { useT } from '../i18n.ts';
import { isOtherCluster } from '../providers/provider.ts';
import { parseRef, refText, sameRef, sourcesOf, targetsOf } from '../providers/provider-refs.ts';
import { useProviderOptions } from '../providers/use-provider-options.ts';
import { fieldIds } from './map-fields.ts';
import type { MapFormState } from './use-map-form.ts';
import type { NetworkRow, StorageRow } from './targets.ts';

interface GeneralFieldsProps<Row extends NetworkRow | StorageRow> {
  readonly form: MapFormState<Row>;
}

/** Which project's network attachments are offered; those of another cluster are not listed here. */
export function TargetProjectField<Row extends NetworkRow | StorageRow>({ form }: GeneralFieldsProps<Row>) {
  const t = useT();
  const { projects, reload } = useProjects();
  const { general, providers, change } = form;
  const [typed, setTyped] = useState(general.targetProject);
  const target = providers.find((provider) => sameRef(provider, general.target));
  const id = fieldIds.targetProject;
  return (
    <Field
      id={id}
      label={t('Target project')}
      necessity="required"
      hint={t('Its network attachments are offered, and those of project default.')}
    >
      {isOtherCluster(target) ? (
        <TextInput
          id={id}
          autoComplete="off"
          value={typed}
          aria-describedby={`${id}-help`}
          onChange={(_, text) => setTyped(text)}
          onBlur={() => {
            if (label.safeParse(typed).success) change({ targetProject: typed });
          }}
        />
      ) : (
        <ProjectSelect
          id={id}
          label={t('Target project')}
          value={general.targetProject}
          projects={projects}
          onCreated={reload}
          describedBy={`${id}-help`}
          onChange={(targetProject) => change({ targetProject })}
        />
      )}
    </Field>
  );
}

/** Name, project and both ends of a new map. */
export function MapGeneralFields<Row extends NetworkRow | StorageRow>({ form }: GeneralFieldsProps<Row>) {
  const t = useT();
  const { projects, reload } = useProjects();
  const optionsOf = useProviderOptions();
  const { general, change, errorOf, providers } = form;
  const ends = [
    {
      id: fieldIds.source,
      title: t('Source provider'),
      chosen: general.source,
      offered: sourcesOf(providers),
      choose: (value: string) => change({ source: parseRef(value) }),
    },
    {
      id: fieldIds.target,
      title: t('Target provider'),
      chosen: general.target,
      offered: targetsOf(providers),
      choose: (value: string) => change({ target: parseRef(value) }),
    },
  ];
  return (
    <>
      <Field id={fieldIds.name} label={t('Name')} necessity="required" error={errorOf(fieldIds.name)}>
        <TextInput
          id={fieldIds.name}
          isRequired
          autoComplete="off"
          value={general.name}
          validated={errorOf(fieldIds.name) === undefined ? 'default' : 'error'}
          aria-describedby={`${fieldIds.name}-help`}
          onChange={(_, name) => change({ name })}
        />
      </Field>
      <Field
        id={fieldIds.project}
        label={t('Project')}
        necessity="required"
        hint={t('Plans of any project can use it.')}
      >
        <ProjectSelect
          id={fieldIds.project}
          label={t('Project')}
          value={general.project}
          projects={projects}
          onCreated={reload}
          describedBy={`${fieldIds.project}-help`}
          onChange={(project) => change({ project })}
        />
      </Field>
      {ends.map(({ id, title, chosen, offered, choose }) => (
        <Field key={id} id={id} label={title} necessity="required" error={errorOf(id)}>
          <OptionSelect
            id={id}
            label={title}
            value={chosen === undefined ? undefined : refText(chosen)}
            options={optionsOf(offered)}
            state={errorOf(id) === undefined ? undefined : 'error'}
            describedBy={`${id}-help`}
            onChange={choose}
          />
        </Field>
      ))}
    </>
  );
}
