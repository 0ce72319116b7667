import type { VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import { formatBytes } from './bytes.ts';
import type { ConsequenceFacts, Consequences } from './consequence-facts.ts';
import { formatDuration, secondsBetween } from './duration.ts';
import { counted, is, sentence } from './message.ts';

const namesShown = 3;

function namesOf(vms: readonly VmRow[]): string {
  const names = vms.slice(0, namesShown).map(({ name }) => name);
  const rest = vms.length - names.length;
  return rest === 0 ? names.join(', ') : `${names.join(', ')} and ${rest} more`;
}

function range(least: number, most: number): string {
  return least === most ? formatDuration(most) : `${formatDuration(least)}–${formatDuration(most)}`;
}

function shutdown({ plan, vms }: ConsequenceFacts): Message[] {
  const running = vms.filter(({ source }) => source.power !== 'Off').length;
  const off = vms.length - running;
  const forced = plan.spec.shutdownPolicy === 'force';
  return [
    sentence('cutover-sources', '{sources} shut down and {stay} off{already}. What is in memory is lost.', {
      sources: is(running, 'source VM'),
      already: off === 0 ? '' : `; ${is(off)} off already`,
      stay: running === 1 ? 'stays' : 'stay',
      running,
      off,
    }),
    ...(running === 0
      ? []
      : [
          forced
            ? sentence('cutover-sources-forced', 'A guest that does not shut down in time is powered off.')
            : sentence(
                'cutover-sources-guest',
                'A guest that does not shut down in time is not forced: its VM goes on running and counts as failed.',
              ),
        ]),
  ];
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** What came on top of the last copy for those that were cut over before: shutdown, conversion, start. */
function overheads(all: readonly VmRow[]): number[] {
  return all.flatMap(({ downtimeSeconds, warm }) => {
    const copying = warm?.last?.kind === 'Final' ? secondsBetween(warm.last.started, warm.last.ended) : undefined;
    return downtimeSeconds === undefined || copying === undefined ? [] : [Math.max(0, downtimeSeconds - copying)];
  });
}

/** With its basis; nothing is made up where no copy of changes has ended yet. */
function downtime({ vms, all }: ConsequenceFacts): Message {
  const told = vms.flatMap(({ warm }) => (warm?.expected === undefined ? [] : [warm.expected]));
  const before = overheads(all);
  const further = median(before);
  const others =
    further === undefined
      ? 'Shutdown, conversion and start come on top.'
      : `Shutdown, conversion and start took about ${formatDuration(further)} more for ${counted(before.length, 'VM')} of this plan.`;
  if (told.length === 0) {
    return sentence(
      'cutover-downtime',
      'How long the last copy takes is not known before a copy of changes has ended. {others}',
      { others },
    );
  }
  const bytes = told.flatMap(({ mostBytes }) => (mostBytes === undefined ? [] : [mostBytes]));
  return sentence(
    'cutover-downtime',
    'Expected downtime for each VM: {range} for the last copy, as the newest copies of {vms} took{bytes}. {others}',
    {
      range: range(
        Math.min(...told.map(({ leastSeconds }) => leastSeconds)),
        Math.max(...told.map(({ mostSeconds }) => mostSeconds)),
      ),
      vms: told.length === vms.length ? counted(told.length, 'VM') : `${told.length} of ${counted(vms.length, 'VM')}`,
      bytes: bytes.length === 0 ? '' : ` (at most ${formatBytes(Math.max(...bytes))})`,
      others,
    },
  );
}

function before({ vms, at }: ConsequenceFacts): Message[] {
  const first = vms.filter(({ warm }) => (warm?.copies ?? 0) === 0);
  const copying = vms.filter(({ warm }) => warm !== undefined && warm.copies > 0 && warm.current !== undefined);
  return [
    ...(at === undefined
      ? []
      : [sentence('cutover-top-up', 'One more copy is made shortly before, so that little is left to do then.')]),
    ...(copying.length > 0
      ? [
          sentence('cutover-copying', 'A copy in progress ends first ({vms}).', {
            vms: namesOf(copying),
            count: copying.length,
          }),
        ]
      : []),
    ...(first.length > 0
      ? [
          sentence('cutover-first', 'Not copied once yet: {vms}. Cut over when the first copy has ended.', {
            vms: namesOf(first),
            count: first.length,
          }),
        ]
      : []),
  ];
}

/** What a cutover does and costs, with the numbers of this moment (ux.md §3.11). */
export function cutoverConsequences(facts: ConsequenceFacts): Consequences {
  const { plan, vms, at } = facts;
  const converts = plan.spec.skipGuestConversion !== true;
  return {
    title: sentence('cutover-title', at === undefined ? 'Cut over {vms} now?' : 'Cut over {vms} at {at}?', {
      vms: counted(vms.length, 'VM'),
      at,
    }),
    consequences: [
      ...before(facts),
      ...shutdown(facts),
      sentence('cutover-changes', 'What changed since the last copy is copied. {then}', {
        then: converts ? 'Guests are converted, target VMs start.' : 'Target VMs start.',
      }),
      downtime(facts),
      sentence(
        'cutover-failure',
        'Nothing is deleted at the source. A VM that fails before its target may run is powered on again.',
      ),
    ],
  };
}
