/** Where a request came from: personal fields of the events that it causes. */
export type Client = {
  readonly ip: string;
  readonly userAgent: string;
};
