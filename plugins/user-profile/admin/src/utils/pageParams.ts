export const PAGE_SIZES = [10, 20, 50, 100] as const;

export const DEFAULT_PAGE_SIZE = 20;

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;

  return Number.isInteger(number) && number >= 1 ? number : undefined;
};

export const parsePage = (value: unknown): number => Math.min(wholeNumber(value) ?? 1, 1_000_000);

export const parsePageSize = (value: unknown): number =>
  Math.min(wholeNumber(value) ?? DEFAULT_PAGE_SIZE, PAGE_SIZES[PAGE_SIZES.length - 1]);

export const FIRST_PAGE = { page: 1, pageSize: DEFAULT_PAGE_SIZE };
