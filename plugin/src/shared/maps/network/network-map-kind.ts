import {
  createNetworkMap,
  deleteNetworkMap,
  editNetworkMap,
  getNetworkMap,
  listNetworkMaps,
} from '@gantry/bff/api/http/maps.ts';
import { key } from '../../i18n.ts';
import type { MapKind } from '../map-kind.ts';

export const networkMapKind = {
  kind: 'NetworkMap',
  resource: 'networkmaps',
  list: listNetworkMaps,
  get: getNetworkMap,
  create: createNetworkMap,
  edit: editNetworkMap,
  remove: deleteNetworkMap,
  words: {
    plural: key('Network maps'),
    create: key('Create network map'),
    change: key('Change network map'),
    edit: key('Edit {{name}}'),
    viewAll: key('view network maps'),
    viewAllIn: key('view network maps in project {{project}}'),
    view: key('view network map {{name}}'),
    firstUse: key('No network maps yet'),
    firstUseText: key('A map says once where each network goes. The plan wizard can make one for you.'),
    mayCreate: key('You need permission to create network maps here.'),
    mayEdit: key('You need permission to change network maps in project {{project}}.'),
    mayDelete: key('You need permission to delete network maps in project {{project}}.'),
    askDelete: key('Delete network map {{name}}?'),
    delete: key('Delete network map'),
    deleted: key('Network map {{name}} is being deleted.'),
    created: key('Network map {{name}} was created.'),
    saved: key('Network map {{name}} was saved.'),
    gone: key('This network map was deleted.'),
    all: key('All network maps'),
    rows: key('Networks'),
  },
} as const satisfies MapKind;
