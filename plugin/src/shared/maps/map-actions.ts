import type { MapRow } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress } from '../address.ts';
import type { Translate } from '../i18n.ts';
import type { MenuAction } from '../table/row-menu.tsx';
import type { MapKind } from './map-kind.ts';

interface EditFacts {
  readonly kind: MapKind;
  readonly map: Pick<MapRow, 'namespace'>;
  /** Plans that run with it, as far as they are known. */
  readonly running?: readonly string[];
  /** Undefined while unknown. */
  readonly mayPatch?: boolean;
}

/** Why a map cannot be changed now. */
export function editObstacle(t: Translate, { kind, map, running = [], mayPatch }: EditFacts): string | undefined {
  if (mayPatch === false) return t(kind.words.mayEdit, { project: map.namespace });
  return running.length > 0 ? t('Plans run with it: {{plans}}.', { plans: running.join(', ') }) : undefined;
}

interface MapActionsOptions {
  readonly t: Translate;
  readonly kind: MapKind;
  readonly map: Pick<MapRow, 'namespace' | 'name' | 'plans'>;
  /** Plans that run with it, as far as they are known. */
  readonly running?: readonly string[];
  /** Undefined while unknown. */
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
  readonly go: (address: string) => void;
  readonly askDelete: () => void;
}

/** What can be done with a map; the same in rows and on its page. */
export function mapActions({ t, kind, map, running, rights, go, askDelete }: MapActionsOptions): MenuAction[] {
  const project = map.namespace;
  return [
    {
      key: 'edit',
      title: t('Edit'),
      run: () => go(detailsAddress(kind.kind, map, 'edit')),
      obstacle: editObstacle(t, { kind, map, running, mayPatch: rights.patch }),
    },
    {
      key: 'delete',
      title: t('Delete'),
      run: askDelete,
      obstacle:
        rights.delete === false
          ? t(kind.words.mayDelete, { project })
          : map.plans > 0
            ? t('{{count}} plans use it.', { count: map.plans })
            : undefined,
      tone: 'danger',
    },
  ];
}
