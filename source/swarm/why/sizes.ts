const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

const rounded = (amount: number) => `${Math.round(amount * 10) / 10}`;

/** `256 MiB`, `3.4 GiB`. */
export const memoryWords = (bytes: number) =>
	bytes < gibibyte ? `${Math.ceil(bytes / mebibyte)} MiB` : `${rounded(bytes / gibibyte)} GiB`;

/** `0.5 cpu`, `2 cpu`: as `docker` writes them, without an end of digits. */
export const cpuWords = (cpus: number) => `${Math.round(cpus * 100) / 100} cpu`;
