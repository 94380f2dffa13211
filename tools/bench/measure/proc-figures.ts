import { readFileSync } from 'node:fs';

/** Clock ticks in which Linux tells CPU times to programs (USER_HZ). The same on every architecture that Node runs on. */
const TICK_MS = 10;

/** CPU time of a process, all its threads, in user and system mode. Unit: milliseconds. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold anything; what follows it is numbers. proc_pid_stat(5): fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Most memory that a process has held at a time since it started. Unit: MiB. */
export function peakRssMibOf(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

/** CPU time of everything on this machine, and what the host took away from it. Unit: milliseconds. */
export function machineCpuMs(): { readonly busyMs: number; readonly stolenMs: number } {
  const [, line = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = line.split(' ').map(Number);
  return { busyMs: (user + nice + system + irq + softIrq) * TICK_MS, stolenMs: stolen * TICK_MS };
}
