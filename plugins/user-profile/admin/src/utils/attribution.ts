import { httpUrl } from './safeUrl';

export interface AttributionPart {
  text: string;
  url: string | undefined;
}

/**
 * What a map server wants to be named is usually a line of HTML with links. It is read here and never put into
 * the page, so that its text stays text and its links lead nowhere but to http(s).
 */
export const attributionParts = (html: string): AttributionPart[] => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');

  return Array.from(body.childNodes, (node) => ({
    text: node.textContent ?? '',
    url: node instanceof HTMLAnchorElement ? httpUrl(node.getAttribute('href')) : undefined,
  })).filter(({ text }) => text.trim() !== '');
};
