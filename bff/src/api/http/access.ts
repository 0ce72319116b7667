import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { label, none, noQuery } from './shapes.ts';

export const me = endpoint({
  id: 'me',
  method: 'GET',
  path: '/me',
  summary: 'Who the caller is, and where the service keeps its own provider.',
  params: z.object({}),
  query: noQuery,
  body: none,
  answer: z.object({ user: z.string(), groups: z.array(z.string()), serviceProject: z.string(), version: z.string() }),
});

export const listProjects = endpoint({
  id: 'listProjects',
  method: 'GET',
  path: '/projects',
  summary: 'Projects that the caller can see; system projects are marked.',
  params: z.object({}),
  query: noQuery,
  body: none,
  answer: z.object({ projects: z.array(z.object({ name: z.string(), system: z.boolean() })) }),
});

export const createProject = endpoint({
  id: 'createProject',
  method: 'POST',
  path: '/projects',
  summary: 'Creates a project as the caller.',
  params: z.object({}),
  query: noQuery,
  body: z.object({ name: label }),
  answer: z.object({ name: z.string() }),
});

const accessCheck = z.object({
  verb: z.string().max(32),
  group: z.string().max(253).default(''),
  resource: z.string().max(253),
  namespace: label.optional(),
  name: z.string().max(253).optional(),
});

export const reviewAccess = endpoint({
  id: 'reviewAccess',
  method: 'POST',
  path: '/access-reviews',
  summary: 'One batch of access reviews for a page; answers stand in the order of the questions.',
  params: z.object({}),
  query: noQuery,
  body: z.object({ checks: z.array(accessCheck).min(1).max(50) }),
  answer: z.object({ allowed: z.array(z.boolean()) }),
});
