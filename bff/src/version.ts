/** Of the service; also that of its HTTP contract. */
export const version = '0.1.0';
