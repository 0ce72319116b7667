import type { WireResponse } from '../../wire.ts';
import { parseBody } from '../decode.ts';
import type { FaultBoard } from '../faults.ts';
import { parseFaultRule } from '../fault-rules.ts';
import { objectsAt, textAt } from '../json.ts';
import { methodNotAllowed, noSuchPath } from '../status-error.ts';
import type { Store } from '../store.ts';
import type { Exchange } from './exchange.ts';
import type { PodLogs } from './pod-log.ts';
import { answer } from './respond.ts';

interface Parts {
  readonly faults: FaultBoard;
  readonly logs: PodLogs;
  readonly store: Store;
  readonly now: number;
}

const OK = { status: 'Success' };

function faults({ request }: Exchange, { faults: board }: Parts): WireResponse {
  switch (request.method) {
    case 'GET':
      return answer(200, { rules: board.rules });
    case 'POST':
      board.add(parseFaultRule(parseBody(request.body, 'application/json')));
      return answer(201, OK);
    case 'DELETE':
      board.clear();
      return answer(200, OK);
    default:
      throw methodNotAllowed();
  }
}

function logs({ request }: Exchange, { logs: kept, now }: Parts, segments: readonly string[]): WireResponse {
  const [namespace, pod, container] = segments;
  if (namespace === undefined || pod === undefined || container === undefined) throw noSuchPath();
  if (request.method !== 'POST') throw methodNotAllowed();
  const lines = objectsAt(parseBody(request.body, 'application/json'), 'lines').map((line) => {
    const { time } = line;
    return { time: typeof time === 'number' ? time : now, text: textAt(line, 'text') ?? '' };
  });
  kept.append({ namespace, pod, container }, lines);
  return answer(201, OK);
}

/**
 * What no real API server has, for whoever may reach every path:
 * `/sandbox/faults` (GET, POST a rule, DELETE all), `/sandbox/compact` (POST: expires older watches and continue
 * tokens), `/sandbox/logs/NAMESPACE/POD/CONTAINER` (POST `{lines:[{time?,text}]}`: what a container wrote).
 */
export function answerSandboxPath(exchange: Exchange, parts: Parts): WireResponse {
  const [, , what, ...rest] = exchange.url.pathname.split('/');
  if (what === 'faults') return faults(exchange, parts);
  if (what === 'logs') return logs(exchange, parts, rest);
  if (what === 'compact' && exchange.request.method === 'POST') {
    parts.store.compact();
    return answer(200, OK);
  }
  throw noSuchPath();
}
