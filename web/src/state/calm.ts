// Waits until it is quiet.

/** Does something once nothing has stirred for a while, and under steady stirring every so often (milliseconds). */
export class Calm {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | null = null; // when it first stirred

  constructor(private readonly act: () => void, private readonly quiet = 1500, private readonly longest = 10_000) {}

  stir(quiet = this.quiet): void {
    clearTimeout(this.timer);
    const now = Date.now();
    this.since ??= now;
    this.timer = setTimeout(() => {
      this.since = null;
      this.act();
    }, Math.max(0, Math.min(quiet, this.since + this.longest - now)));
  }
}
