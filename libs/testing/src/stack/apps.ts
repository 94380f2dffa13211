/** The apps that make up the system on one machine, in the order in which the table lists them. */
export const STACK_APPS = ['gateway', 'cpr', 'udbetaling-danmark', 'skat', 'test-mitid', 'test-sources'] as const;
export type StackApp = (typeof STACK_APPS)[number];

/** Authorities of the stack; each is also the name of its source. */
export const STACK_AUTHORITIES = ['cpr', 'udbetaling-danmark', 'skat'] as const;
export type StackAuthority = (typeof STACK_AUTHORITIES)[number];

/** Every port of the stack, by the variable that sets it. */
export const STACK_PORTS = {
  GATEWAY_PORT: 4000,
  GATEWAY_OPERATIONS_PORT: 4001,
  CPR_PORT: 4010,
  CPR_METRICS_PORT: 4011,
  UDK_PORT: 4020,
  UDK_METRICS_PORT: 4021,
  SKAT_PORT: 4030,
  SKAT_METRICS_PORT: 4031,
  TEST_MITID_PORT: 4080,
  TEST_SOURCES_PORT: 4090,
  TEST_SOURCES_CONTROL_PORT: 4091,
} as const;
export type StackPortName = keyof typeof STACK_PORTS;
export type StackPorts = Readonly<Record<StackPortName, number>>;

const PREFIX_OF: Readonly<Record<StackApp, string>> = {
  gateway: 'GATEWAY',
  cpr: 'CPR',
  'udbetaling-danmark': 'UDK',
  skat: 'SKAT',
  'test-mitid': 'TEST_MITID',
  'test-sources': 'TEST_SOURCES',
};

/** Prefix of an app's variables, without the underscore. */
export function prefixOf(app: StackApp): string {
  return PREFIX_OF[app];
}
