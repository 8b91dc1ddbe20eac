type Load = (file: string) => object;

export declare const updatePermissionsPage: (page: string, reference: object) => string;
export declare const readPermissionReference: (load: Load, document: object) => object;
