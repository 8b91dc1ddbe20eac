import { createHmac } from 'node:crypto';

/**
 * Signs a request: HMAC-SHA256 of `timestamp.operation.body`, in hex. The service can verify that the
 * request comes from this site, is recent, and is meant for this operation.
 *
 * @param now milliseconds since the epoch
 */
export const signatureHeaders = (
  secret: string,
  operation: string,
  body: string,
  now = Date.now()
): Record<string, string> => {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret)
    .update(`${timestamp}.${operation}.${body}`)
    .digest('hex');
  return { 'x-timestamp': timestamp, 'x-signature': signature };
};
