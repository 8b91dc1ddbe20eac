export declare const HOST: string;
export declare const requireFreePort: (port: number) => Promise<void>;
