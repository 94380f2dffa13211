import { Body, Controller, HttpCode, Post, UseFilters, ValidationPipe } from '@nestjs/common';
import { parseCprNumber } from '@app/domain';
import type { CitizenFacts } from '@app/testing';
import { FactsService } from '../facts.service.js';
import { RecordChooser } from '../record-chooser.js';
import { UdkProblem } from './udk-problem.js';
import { UdkProblemFilter } from './udk-problem.filter.js';
import { UdkListInput } from './udk.input.js';
import { fordringerOf, SYSTEM, udbetalingerOf, UDK_CODE, ydelserOf } from './udk.wire.js';

const checked = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: () => new UdkProblem('Input-param-error'),
});

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Udbetaling Danmark's own API, in the shape of a data source of the Orchestration Component. */
@Controller('udk')
@UseFilters(UdkProblemFilter)
export class UdkController {
  constructor(
    private readonly facts: FactsService,
    private readonly records: RecordChooser,
  ) {}

  @Post('hentydelsesliste/v2.1.0')
  @HttpCode(200)
  async ydelser(@Body(checked) input: UdkListInput) {
    const { envelope, rows } = await this.listFor(input, ydelserOf);
    return { ...envelope, ydelser: rows };
  }

  @Post('hentudbetalingsliste/v2.1.0')
  @HttpCode(200)
  async udbetalinger(@Body(checked) input: UdkListInput) {
    const { envelope, rows } = await this.listFor(input, udbetalingerOf);
    return { ...envelope, udbetalinger: rows };
  }

  @Post('hentgaeldogbetalingsliste/v0.7.0')
  @HttpCode(200)
  async gaeld(@Body(checked) input: UdkListInput) {
    const { envelope, rows } = await this.listFor(input, fordringerOf);
    return { ...envelope, fordringer: rows };
  }

  private async listFor(input: UdkListInput, rowsOf: (facts: CitizenFacts) => Rows) {
    const asked = parseCprNumber(input['CPR-nr']);
    if (asked === undefined) throw new UdkProblem('Input-param-error');
    if (!input.myndighedsliste.includes(UDK_CODE)) throw new UdkProblem('Agreement-error');
    const record = await this.records.recordFor(asked);
    const facts = this.facts.factsOf(record.rows);
    return {
      envelope: { ...SYSTEM, 'CPR-nr': record.envelope },
      rows: facts === undefined ? [] : rowsOf(facts),
    };
  }
}
