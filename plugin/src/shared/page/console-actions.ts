import type { Action } from '../console-sdk.ts';
import type { MenuAction } from '../table/row-menu.tsx';

/** The metadata of an object as the console hands it to the actions of its kind. */
export interface Resource {
  readonly metadata?: {
    readonly namespace?: string;
    readonly name?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
}

/** Actions, whether they are known, and an error. */
export type ActionsOfResource = [Action[], boolean, unknown];

/** Our actions in the console's own menus: in search, on the pages of others. */
export function consoleActions(actions: readonly MenuAction[]): Action[] {
  return actions.map(({ key, title, run, obstacle }) => ({
    id: `gantry-${key}`,
    label: title,
    cta: run,
    disabled: obstacle !== undefined,
    disabledTooltip: obstacle,
  }));
}
