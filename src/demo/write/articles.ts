import type { Core } from '@strapi/strapi';

const ARTICLES: readonly { title: string; body: string }[] = [
  {
    title: 'Welcome to the sample articles',
    body: 'Logged-in users can read these articles. Request /api/articles with the token of a login.',
  },
  {
    title: 'How trees drink',
    body: 'Water climbs from the roots to the leaves in vessels finer than a hair, drawn up by what the leaves let evaporate.',
  },
  {
    title: 'Why leaves turn red',
    body: 'In autumn the green withdraws first. What remains was there all summer, unseen.',
  },
  {
    title: 'Reading the rings',
    body: 'A wide ring tells of a wet year, a narrow one of a dry one. Count from the bark inwards.',
  },
  {
    title: 'A short note on seeds',
    body: 'Some travel by wind, some by water, some in a pocket. Most stay close to where they fell.',
  },
];

export const writeArticles = async (strapi: Core.Strapi): Promise<void> => {
  const articles = strapi.documents('api::article.article');
  for (const data of ARTICLES) {
    const known = await articles.count({ filters: { title: data.title } });
    if (known === 0) {
      await articles.create({ data });
    }
  }
};
