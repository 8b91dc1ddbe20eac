// Strapi takes seconds to start, longer on a slow machine.
jest.setTimeout(300_000);
