/** One field of what the CLI reads as a line of CSV. */
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `type=bind,source=/a`: the long form of mounts, networks, ports, secrets and configs. */
export const csv = (entries: readonly (readonly [key: string, value: string | number | undefined])[]) =>
	entries.flatMap(([key, value]) => (value === undefined ? [] : [field(`${key}=${value}`)])).join(',');
