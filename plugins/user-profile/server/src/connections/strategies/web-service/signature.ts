import { createHmac } from 'node:crypto';

/**
 * Signs a request, so that the service knows that it came from this site, just now, and for this
 * operation: HMAC-SHA256 of `timestamp.operation.body`, in hex.
 *
 * @param now milliseconds
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
