import type { VmStatementCode, vmStatementCodes } from '@gantry/bff/api/http/message-codes.ts';
import { key } from '../i18n.ts';
import type { CatalogEntry } from './entry.ts';

/** What a VM of a plan is doing, or how it ended (ux.md §4.2). */
export const vmStatements = {
  'vm-NotStarted': { what: key('In the plan; nothing done yet.') },
  'vm-Queued': { what: key('Waits for its turn.') },
  'vm-Preparing': { what: key('Preparing since {{since}}.') },
  'vm-RunningHook': { what: key('Hook runs since {{since}}.') },
  'vm-ShuttingDownSource': {
    what: [key('Guest asked to shut down at {{since}}.'), key('The guest is asked to shut down.')],
  },
  'vm-AllocatingDisks': { what: key('Allocating disks since {{since}}.') },
  'vm-CopyingDisks': { what: key('Disk {{disk}} of {{disks}}, {{bytes}}.') },
  'vm-CopyingDisks-changes': { what: key('Copy {{number}}, {{bytes}} of changes. Source runs.') },
  'vm-InspectingGuest': { what: key('Inspecting the guest since {{since}}. Source runs.') },
  'vm-TakingSnapshot': { what: key('Snapshot for copy {{number}} since {{since}}. Source runs.') },
  'vm-ReadyForCutover': {
    what: [
      key('Copy {{number}} ({{bytes}}) has what was there at {{since}}. Next {{next}}. Source runs.'),
      key('Copy {{number}} has what was there at {{since}}. Next {{next}}. Source runs.'),
      key('Copy {{number}} has what was there at {{since}}. Source runs.'),
      key('Copied; waits for its cutover. Source runs.'),
    ],
  },
  'vm-ReadyForCutover-limit': { what: key('{{reason}}. Source runs.') },
  'vm-CutoverScheduled': {
    what: [key('Cutover {{at}}. Copied until {{since}}. Source runs.'), key('Cutover {{at}}. Source runs.')],
  },
  'vm-CutoverDue': { what: key('Due since {{at}}. {{reason}} Source runs.') },
  'vm-CopyingFinalChanges': {
    what: [
      key('Source off since {{since}}. {{bytes}}.'),
      key('Source off since {{since}}.'),
      key('The source is off; its last changes are copied.'),
    ],
  },
  'vm-RemovingSnapshots': {
    what: [
      key('Migrated to {{target}}; snapshots are removed at the source.'),
      key('Snapshots are removed at the source.'),
    ],
  },
  'vm-Stalled': { what: key('No data since {{since}}.') },
  'vm-ConvertingGuest': { what: key('Converting the guest since {{since}}.') },
  'vm-CreatingVm': { what: key('Creating the VM since {{since}}.') },
  'vm-Canceling': { what: key('Removing copies.') },
  'vm-RestoringSourcePower': { what: [key('Powering {{vm}} on again.'), key('Powering the source on again.')] },
  'vm-SourceNotPoweredOn': {
    what: key('{{vm}} is still off at the source; it was on before.'),
    source: key('Off. It was on before.'),
    advice: key('Power it on at the source. Gantry tries again every minute.'),
  },
  'vm-Succeeded': { what: [key('Runs as {{target}}. Downtime {{downtime}}.'), key('Runs as {{target}}.')] },
  'vm-Succeeded-stopped': { what: key('Migrated to {{target}}, which is stopped.') },
  'vm-SucceededWithWarnings': {
    what: [key('Runs as {{target}}, with notes. Downtime {{downtime}}.'), key('Runs as {{target}}, with notes.')],
  },
  'vm-SucceededWithWarnings-stopped': { what: key('Migrated to {{target}}, which is stopped, with notes.') },
  'vm-Failed': { what: key('The migration of {{vm}} failed.') },
  'vm-Canceled': { what: key('Canceled. The source is as before.') },
} satisfies Readonly<Record<VmStatementCode | (typeof vmStatementCodes)[number], CatalogEntry>>;
