import type { ConditionRow } from '../condition-row.ts';

/** What came of a plan's migrations. */
export const planStates: readonly Omit<ConditionRow, 'kinds'>[] = [
  {
    type: 'Ready',
    category: 'Required',
    reasons: [],
    when: 'nothing bars the plan and it is not archived',
    state: 'implemented',
  },
  {
    type: 'Executing',
    category: 'Advisory',
    reasons: [],
    when: 'a migration of the plan runs',
    state: 'implemented',
    durable: true,
  },
  {
    type: 'Paused',
    category: 'Advisory',
    reasons: ['UserRequested'],
    when: 'the plan is paused: what has begun goes on, and nothing else begins',
    state: 'implemented',
    own: true,
  },
  {
    type: 'Succeeded',
    category: 'Advisory',
    reasons: [],
    when: 'every machine of the plan has been migrated, over all its migrations',
    state: 'implemented',
    durable: true,
  },
  {
    type: 'Failed',
    category: 'Advisory',
    reasons: [],
    when: 'the last migration failed for some machine',
    state: 'implemented',
    durable: true,
  },
  {
    type: 'Canceled',
    category: 'Advisory',
    reasons: ['UserRequested', 'Modified', 'Deleted'],
    when: 'the last migration was cancelled',
    state: 'implemented',
    durable: true,
  },
  {
    type: 'Archived',
    category: 'Advisory',
    reasons: ['UserRequested'],
    when: 'the plan is archived and everything temporary is removed',
    state: 'implemented',
    durable: true,
  },
  {
    type: 'ConversionResumable',
    category: 'Advisory',
    reasons: [],
    when: 'disks of failed machines were copied, no conversion has begun to write to them, and their sources have stayed off since',
    state: 'implemented',
    durable: true,
  },
];
