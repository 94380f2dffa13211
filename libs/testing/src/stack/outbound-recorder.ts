/**
 * Loaded into an app before its own code (`--import`): writes down every host and port that it connects or sends to,
 * into the file named by `OUTBOUND_RECORD_FILE`, but for itself. It sees what libraries do behind the app's back, too.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

// oxlint-disable-next-line no-process-env -- it is loaded before the app and has nobody to be told by
const file = process.env['OUTBOUND_RECORD_FILE'];

function note(kind: string, target: string): void {
  if (file !== undefined) appendFileSync(file, `${kind} ${target}\n`);
}

/** Ports that this process itself listens on: a rehearsal of an app talks to its own stage. */
const ownPorts = new Set<string>();

const listen = Reflect.get(net.Server.prototype, 'listen') as typeof net.Server.prototype.listen;
net.Server.prototype.listen = function recorded(this: net.Server, ...args: unknown[]) {
  this.once('listening', () => {
    const address = this.address();
    if (typeof address === 'object' && address !== null) ownPorts.add(String(address.port));
  });
  return Reflect.apply(listen, this, args);
} as typeof net.Server.prototype.listen;

type Connect = typeof net.Socket.prototype.connect;

const connect = Reflect.get(net.Socket.prototype, 'connect') as Connect;
net.Socket.prototype.connect = function recorded(this: net.Socket, ...args: Parameters<Connect>) {
  const target = describeTarget(args);
  if (!ownPorts.has(target.slice(target.lastIndexOf(':') + 1))) note('tcp', target);
  return connect.apply(this, args);
} as Connect;

const lookup = dns.lookup;
dns.lookup = function recorded(hostname: string, ...rest: unknown[]) {
  // The look-up of an address that is an address asks nobody.
  if (net.isIP(hostname) === 0) note('dns', hostname);
  return Reflect.apply(lookup, dns, [hostname, ...rest]);
} as typeof dns.lookup;

const send = Reflect.get(dgram.Socket.prototype, 'send') as typeof dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function recorded(this: dgram.Socket, ...args: unknown[]) {
  note('udp', JSON.stringify(args.slice(1)));
  return Reflect.apply(send, this, args);
} as typeof dgram.Socket.prototype.send;

/** Node normalises the arguments of `connect` before it calls itself, so they come in several forms. */
function describeTarget(args: readonly unknown[]): string {
  const [first] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: string; port?: number | string; path?: string };
    return path ?? `${host ?? 'localhost'}:${port}`;
  }
  return typeof first === 'string' ? first : `${typeof args[1] === 'string' ? args[1] : 'localhost'}:${String(first)}`;
}
