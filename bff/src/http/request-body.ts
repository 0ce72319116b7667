import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Endpoint } from '../api/http/endpoint.ts';
import { UnsupportedMediaTypeError } from './problem.ts';

const bodyLimit = '1mb';

const parseJson: RequestHandler = express.json({ limit: bodyLimit, strict: false });

/** undefined for operations without a body, whatever was sent. */
export async function readBody(request: Request, response: Response, method: Endpoint['method']): Promise<unknown> {
  if (method === 'GET' || method === 'DELETE') return undefined;
  if (request.is('application/json') === false) throw new UnsupportedMediaTypeError();
  await new Promise<void>((resolve, reject) => {
    void parseJson(request, response, (error?: Error | string) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(error));
    });
  });
  return request.body;
}
