import type { IncomingMessage, ServerResponse } from 'node:http';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { errors, type Interaction } from 'oidc-provider';
import { acrOf, parseNsisLevel, type NsisLevel } from '@app/identity';
import { CitizenDirectory, syntheticKey, type TestCitizen } from '../citizens/citizen-directory.service.js';
import { ProviderHost } from '../provider/provider-host.service.js';
import { errorPage } from './error-page.js';
import { LoginForm } from './login-form.dto.js';
import { loginPage, SYNTHETIC_CHOICE, type LoginChoice } from './login-page.js';
import { LANGUAGES, pageHeaders, type Language } from './page.js';

/** The page on which somebody chooses who to be. */
@Controller('interaction/:uid')
export class LoginController {
  constructor(
    private readonly host: ProviderHost,
    private readonly citizens: CitizenDirectory,
  ) {}

  @Get()
  async show(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Query('lang') lang: unknown,
  ): Promise<void> {
    const interaction = await this.findInteraction(request, response);
    if (interaction === undefined) return sendPage(response, 400, errorPage());
    await this.sendForm(response, interaction, languageOf(request, lang));
  }

  @Post()
  async submit(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Body() body: unknown,
    @Query('lang') lang: unknown,
  ): Promise<void> {
    const interaction = await this.findInteraction(request, response);
    if (interaction === undefined) return sendPage(response, 400, errorPage());
    const { provider } = this.host;
    if (isCancelled(body)) return provider.interactionFinished(request, response, { error: 'access_denied' });

    const login = await this.readLogin(body);
    if (login === undefined) return this.sendForm(response, interaction, languageOf(request, lang), chosenIn(body));
    const { citizen, level } = login;
    await provider.interactionFinished(request, response, {
      login: { accountId: citizen.subject, acr: acrOf(level), remember: false },
    });
  }

  private async findInteraction(request: IncomingMessage, response: ServerResponse): Promise<Interaction | undefined> {
    try {
      return await this.host.provider.interactionDetails(request, response);
    } catch (fault) {
      if (fault instanceof errors.SessionNotFound) return undefined;
      throw fault;
    }
  }

  private async readLogin(body: unknown): Promise<{ citizen: TestCitizen; level: NsisLevel } | undefined> {
    const form = plainToInstance(LoginForm, body ?? {});
    const faults = await validate(form, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
    if (faults.length > 0) return undefined;
    const isSynthetic = form.person === SYNTHETIC_CHOICE;
    const hasIndex = form.index !== undefined && form.index !== '';
    if (isSynthetic !== hasIndex) return undefined; // whoever gives both may mean either
    const key = isSynthetic ? syntheticKey(Number(form.index)) : form.person;
    const citizen = this.citizens.findByKey(key);
    return citizen === undefined ? undefined : { citizen, level: form.level };
  }

  private async sendForm(
    response: ServerResponse,
    { params }: Interaction,
    language: Language,
    refused?: LoginChoice,
  ): Promise<void> {
    const client = await this.host.provider.Client.find(String(params['client_id']));
    const target = URL.parse(String(params['redirect_uri']))?.origin;
    const text = loginPage({
      language,
      clientName: client?.clientName ?? '',
      chosen: refused ?? { level: levelAskedFor(params['acr_values']), person: DEFAULT_PERSON, index: '' },
      hasFault: refused !== undefined,
    });
    sendPage(response, refused === undefined ? 200 : 422, text, target === undefined ? [] : [target]);
  }
}

const DEFAULT_PERSON = 'parent';

/** Whatever was sent, to show it again. */
function chosenIn(body: unknown): LoginChoice {
  const fields: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return { level: text('level'), person: text('person'), index: text('index') };
}

function isCancelled(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'action' in body && body.action === 'cancel';
}

/** A step-up asks for a level by `acr_values`; the first one that we know is chosen beforehand. */
function levelAskedFor(acrValues: unknown): NsisLevel {
  const asked = typeof acrValues === 'string' ? acrValues.split(' ') : [];
  return asked.map(parseNsisLevel).find((level) => level !== undefined) ?? 'Substantial';
}

function languageOf(request: IncomingMessage, asked: unknown): Language {
  const preferred = LANGUAGES.find((language) => language === asked);
  return preferred ?? (/^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'da');
}

function sendPage(response: ServerResponse, status: number, text: string, formTargets: readonly string[] = []): void {
  response.writeHead(status, { ...pageHeaders(formTargets), 'content-type': 'text/html; charset=utf-8' }).end(text);
}
