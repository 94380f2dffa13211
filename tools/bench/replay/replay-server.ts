import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { CLAIMS, recordOwnerOf } from '@app/identity';
import { SLOTS, benchIdIn, recordedIndexOf } from '../shapes/bench-citizen.js';
import type { ShapeAuthority } from '../shapes/shape.js';
import { TemplateMaker, withIdSlot, type AnswerTemplate } from './answer-template.js';
import { RequestReader, type ReadRequest } from './request-reader.js';

export interface ReplayOptions {
  readonly authority: ShapeAuthority;
  /** Key of the authority's `recordOwner`; only the gateway with identity asks for it. */
  readonly recordOwnerKey: Buffer;
  /** Breaks the replay on purpose, for the test that the bench notices: after some calls, amounts are somebody else's. */
  readonly isMutant?: boolean;
}

/** How an authority behaves. `hang`: takes calls and never answers. `fail`: status 500. */
export interface Behaviour {
  readonly fault: 'none' | 'hang' | 'fail';
  readonly delayMs: number;
}

interface Question {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: { readonly representations?: readonly { readonly id: string }[] };
}

/** Answers that are kept whole, by the text of the question. More than citizens × operations of any run. */
const WHOLE_ANSWERS_MAX = 8_192;
/** A mutant lies after these: more than the comparison of one peer takes, fewer than a second of load on a slow machine. */
const CALLS_OF_A_MUTANT = 400;
const FAILED = Buffer.from(
  'HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\nfailed',
);

/**
 * One authority, as cheap as it can be. A question that was asked before, to the letter, is answered with the bytes from
 * then. A question with a token is looked at anew each time: about whom it is, the token says, and it is believed.
 */
export class ReplayServer {
  calls = 0;
  behaviour: Behaviour = { fault: 'none', delayMs: 0 };
  private readonly maker: TemplateMaker;
  private readonly templates = new Map<string, Promise<AnswerTemplate>>();
  private readonly wholeAnswers = new Map<string, Buffer>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly options: ReplayOptions) {
    this.maker = new TemplateMaker(options.authority.sdl);
    this.server = createServer({ noDelay: true }, (socket) => this.serve(socket));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts off whoever waits. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    const reader = new RequestReader();
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // Gateways that are stopped leave in the middle of calls.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const request of reader.read(chunk)) this.take(request, socket);
    });
  }

  private take(request: ReadRequest, socket: Socket): void {
    this.calls += 1;
    const { fault, delayMs } = this.behaviour;
    if (fault === 'hang') return;
    const send = (answer: Buffer) => {
      if (delayMs === 0) socket.write(answer);
      else setTimeout(() => socket.write(answer), delayMs);
    };
    if (fault === 'fail') return send(FAILED);
    const [, token] = /\r\nauthorization: *Bearer ([^\r]+)/i.exec(request.head) ?? [];
    const key = token === undefined ? request.body.toString('latin1') : '';
    const known = key === '' ? undefined : this.wholeAnswers.get(key);
    if (known !== undefined) return send(known);
    this.answer(request.body, token).then(
      (answer) => {
        if (key !== '' && this.options.isMutant !== true) this.keep(key, answer);
        send(answer);
      },
      (thrown: unknown) => {
        process.stderr.write(`replay of ${this.options.authority.name}: ${String(thrown)}\n`);
        send(FAILED);
      },
    );
  }

  private keep(key: string, answer: Buffer): void {
    if (this.wholeAnswers.size >= WHOLE_ANSWERS_MAX) this.wholeAnswers.clear();
    this.wholeAnswers.set(key, answer);
  }

  private async answer(body: Buffer, token: string | undefined): Promise<Buffer> {
    const text = body.toString('utf8');
    const { query, operationName, variables = {} } = JSON.parse(text) as Question;
    const [representation, ...others] = variables.representations ?? [];
    if (others.length > 0) throw new Error('more than one citizen in a call');
    const { id, cprNumber } =
      token === undefined
        ? (benchIdIn(text) ?? NOBODY)
        : { id: representation?.id ?? '', cprNumber: cprNumberIn(token) };
    const { authority, recordOwnerKey } = this.options;
    const index = recordedIndexOf(cprNumber, authority.records.length);
    const template = await this.templateFor(query, operationName, withIdSlot(variables, id), index);
    const json = template.fill({
      id,
      owner: template.asks('owner') ? recordOwnerOf(recordOwnerKey, cprNumber) : '',
      cpr: cprNumber,
      amount: this.amountFor(cprNumber),
    });
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), json]);
  }

  private templateFor(
    query: string,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>>,
    index: number,
  ): Promise<AnswerTemplate> {
    const key = `${index} ${operationName ?? ''} ${JSON.stringify(variables)} ${query}`;
    let made = this.templates.get(key);
    if (made === undefined) {
      const citizen = this.options.authority.records[index]!;
      made = this.maker.make({ query, operationName: operationName ?? null, variables }, citizen);
      this.templates.set(key, made);
    }
    return made;
  }

  private amountFor(cprNumber: CprNumber): string {
    const { authority, isMutant } = this.options;
    const amount = authority.amountOf(cprNumber);
    if (amount === undefined) return '';
    return String(amount + (isMutant === true && this.calls > CALLS_OF_A_MUTANT ? 1 : 0));
  }
}

/** Questions about nobody, such as probes of a breaker, are answered all the same. */
const NOBODY = { id: SLOTS.id, cprNumber: parseCprNumber('6101019000')! };

/** Believes the token: its signature is no business of a replay. */
function cprNumberIn(token: string): CprNumber {
  const payload = token.slice(token.indexOf('.') + 1, token.lastIndexOf('.'));
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const cprNumber = parseCprNumber(claims[CLAIMS.cprNumber]);
  if (cprNumber === undefined) throw new Error('a token without a person number');
  return cprNumber;
}
