import { z } from '@strapi/utils';

/** Schemes that run code or show inline content. All others lead to a page or an app. */
const UNSAFE = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

const isTarget = (text: string): boolean => {
  try {
    const { protocol, hash } = new URL(text);
    return !UNSAFE.has(protocol) && hash === '';
  } catch {
    return false;
  }
};

/** The option that lists where a browser may be redirected after a login. */
export const redirectUrls = z
  .array(
    z
      .string()
      .trim()
      .max(2048)
      .refine(isTarget, 'must be an absolute URL without #, such as https://shop.example.com/login')
  )
  .max(100)
  .default([])
  .describe(
    'URLs that the browser may return to with its code, compared exactly; the first is the default'
  );
