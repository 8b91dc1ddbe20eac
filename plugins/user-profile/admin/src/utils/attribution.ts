import { httpUrl } from './safeUrl';

export interface AttributionPart {
  text: string;
  url: string | undefined;
}

/**
 * The attribution of a map server is usually HTML with links. It is parsed and never inserted into the page, so
 * text stays text, and links are limited to http(s).
 */
export const attributionParts = (html: string): AttributionPart[] => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');

  return Array.from(body.childNodes, (node) => ({
    text: node.textContent ?? '',
    url: node instanceof HTMLAnchorElement ? httpUrl(node.getAttribute('href')) : undefined,
  })).filter(({ text }) => text.trim() !== '');
};
