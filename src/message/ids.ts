const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID (RFC 9562 §4), which PostgreSQL would otherwise answer with an error. */
export const isUuid = (text: string): boolean => uuid.test(text);
