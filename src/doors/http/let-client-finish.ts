import type { RequestHandler } from 'express';

/** Milliseconds that a client has, after its answer, to notice it and stop sending. */
const patience = 10_000;

/**
 * An answer may leave before its request has come to an end: a refusal in the middle of an upload. Closing at once would
 * reset the connection, and the client would lose the answer (RFC 9112 §9.6); so what still comes is thrown away for a
 * while, and then the connection ends.
 */
export const letClientFinish: RequestHandler = (req, res, next) => {
  res.once('finish', () => {
    if (req.complete) return;
    const timer = setTimeout(() => req.socket.destroy(), patience).unref();
    req.once('close', () => clearTimeout(timer));
  });
  next();
};
