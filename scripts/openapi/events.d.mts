type Load = (file: string) => object;

export declare const updateEventsPage: (page: string, reference: object) => string;
export declare const readEventReference: (load: Load, texts: Record<string, string>) => object;
