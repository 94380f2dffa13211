import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks in which Linux tells CPU times to programs (USER_HZ). The same on every architecture that Node runs on. */
const TICK_MS = 10;

/**
 * CPU time of a process, all its threads, in user and system mode, with children that have ended. 0 for one that has
 * ended itself. Unit: milliseconds.
 */
export function cpuMsOf(pid: number): number {
  // Fields 14 to 17 of proc_pid_stat(5).
  const fields = statOf(pid);
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field] ?? 0), 0) * TICK_MS;
}

/** Most memory that a process has held at a time since it started; 0 for one that has ended. Unit: MiB. */
export function peakRssMibOf(pid: number): number {
  return statusMibOf(pid, 'VmHWM');
}

/** Memory that a process holds now; 0 for one that has ended. Unit: MiB. */
export function rssMibOf(pid: number): number {
  return statusMibOf(pid, 'VmRSS');
}

/** A process and all that descend from it and live. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map(pids().map((each) => [each, Number(statOf(each)[1] ?? 0)]));
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** CPU time of everything on this machine, and what the host took away from it. Unit: milliseconds. */
export function machineCpuMs(): { readonly busyMs: number; readonly stolenMs: number } {
  const [, line = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = line.split(' ').map(Number);
  return { busyMs: (user + nice + system + irq + softIrq) * TICK_MS, stolenMs: stolen * TICK_MS };
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** From the third field on: the name in brackets may hold anything. */
function statOf(pid: number): readonly string[] {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function statusMibOf(pid: number, what: string): number {
  const [, kib] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(textOf(`/proc/${pid}/status`)) ?? [];
  return Number(kib ?? 0) / 1024;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
