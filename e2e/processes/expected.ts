import type { Expected } from './ending.ts';

/** Machines of the small model, as they should arrive. */
export const app01: Expected = { id: 'vm-2001', name: 'app-01', disks: 2, runs: true };
export const app02: Expected = { id: 'vm-2002', name: 'app-02', disks: 1, runs: true };
export const off01: Expected = { id: 'vm-2003', name: 'off-01', disks: 1, runs: false };
export const raw01: Expected = { id: 'vm-2004', name: 'raw-01', disks: 2, runs: true };
export const raw02: Expected = { id: 'vm-2005', name: 'raw-02', disks: 1, runs: true };
