import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { STACK_PORTS, type StackPortName, type StackPorts } from './apps.js';

/** Below the range from which systems take ports for outgoing calls (32768 and up on Linux, 49152 elsewhere). */
const FIRST_PORT = 10_000;
const LAST_PORT = 32_000;

/**
 * Ports that were free a moment ago, one for each of the stack. All are held until all are known, so none comes twice;
 * none is one that an outgoing call could be given in the meantime.
 */
export async function findFreePorts(): Promise<StackPorts> {
  const names = Object.keys(STACK_PORTS) as StackPortName[];
  const servers = await Promise.all(names.map(listenSomewhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as unknown as StackPorts;
}

async function listenSomewhere(): Promise<Server> {
  for (;;) {
    try {
      return await listen(randomInt(FIRST_PORT, LAST_PORT));
    } catch {
      // Taken; there are thousands of others.
    }
  }
}

/** Those of the ports that somebody else listens on. */
export async function findTakenPorts(ports: StackPorts): Promise<StackPortName[]> {
  const names = Object.keys(ports) as StackPortName[];
  const checked = await Promise.all(
    names.map(async (name) => {
      try {
        const server = await listen(ports[name]);
        await new Promise((resolve) => server.close(resolve));
        return [];
      } catch {
        return [name];
      }
    }),
  );
  return checked.flat();
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
