/** Numbers, times and sizes as the language writes them. */
export class Format {
  readonly #tag: string;
  readonly #numbers = new Map<number, Intl.NumberFormat>();
  readonly #percent: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #dateTime: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #relative: Intl.RelativeTimeFormat;

  constructor(tag: string) {
    this.#tag = tag;
    this.#percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
    this.#time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    this.#dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
    this.#date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
    this.#relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  }

  whole = (value: number) => this.#digits(0).format(value);

  /** Three digits after the point: scores and their parts. */
  score = (value: number) => this.#digits(3).format(value);

  /** With its sign, also where it is a plus. */
  signed = (value: number) => (value > 0 ? '+' : '') + this.score(value);

  /** A share with as many digits as tell it apart from nothing and from all. */
  share(value: number): string {
    const distance = Math.min(Math.abs(value), Math.abs(1 - value));
    const digits = distance === 0 || distance >= 0.095 ? 0 : distance >= 0.0095 ? 1 : 2;
    return new Intl.NumberFormat(this.#tag, { style: 'percent', maximumFractionDigits: digits }).format(value);
  }

  /** A share to a tenth of a percent at most: figures that are compared with a target. */
  tenths = (value: number) => new Intl.NumberFormat(this.#tag, { style: 'percent', maximumFractionDigits: 1 }).format(value);

  /** A p value; one that is too small to be told is not written as nothing. */
  probability = (value: number) => (value < 0.001 ? `< ${this.score(0.001)}` : this.score(value));

  signedShare = (value: number) => (value > 0 ? '+' : '') + this.share(value);

  date = (at: Date) => this.#date.format(at);

  /** As whole as it is: counts without a point, all else with three digits after it. */
  plain = (value: number) => (Number.isInteger(value) ? this.whole(value) : this.score(value));

  rating = (value: number) => this.#digits(1).format(value);

  measure(value: number): string {
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return this.#digits(digits).format(value);
  }

  milliseconds = (value: number) => `${this.measure(value)} ms`;

  percent = (value: number) => this.#percent.format(value);

  time = (at: Date) => this.#time.format(at);

  dateTime = (at: Date) => this.#dateTime.format(at);

  /** "3 hours ago", in the largest unit that fits. */
  ago(at: Date, now: Date): string {
    const seconds = (at.getTime() - now.getTime()) / 1000;
    const units = [
      ['year', 31_557_600],
      ['month', 2_629_800],
      ['week', 604_800],
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const;
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
    return this.#relative.format(Math.round(seconds / length), unit);
  }

  /** "3 hr, 4 min": the two largest units of a length of time. */
  duration(seconds: number): string {
    const parts = [
      ['day', Math.floor(seconds / 86_400)],
      ['hour', Math.floor(seconds / 3600) % 24],
      ['minute', Math.floor(seconds / 60) % 60],
      ['second', Math.floor(seconds) % 60],
    ] as const;
    const first = Math.max(
      0,
      parts.findIndex(([, value]) => value > 0),
    );
    const shown = seconds < 1 ? parts.slice(-1) : parts.slice(first, first + 2);
    return shown
      .map(([unit, value]) => new Intl.NumberFormat(this.#tag, { style: 'unit', unit, unitDisplay: 'short' }).format(value))
      .join(' ');
  }

  bytes(value: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
    return new Intl.NumberFormat(this.#tag, {
      style: 'unit',
      unit: units[step],
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    }).format(value / 1000 ** step);
  }

  #digits(count: number): Intl.NumberFormat {
    let format = this.#numbers.get(count);
    if (!format) {
      format = new Intl.NumberFormat(this.#tag, { minimumFractionDigits: count, maximumFractionDigits: count });
      this.#numbers.set(count, format);
    }
    return format;
  }
}
