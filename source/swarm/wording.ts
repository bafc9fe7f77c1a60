import {shortImage, tagOf} from './image-name.ts';
import type {Service} from './service.ts';
import type {Task} from './task.ts';
import type {Seconds} from './values.ts';

export const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `1 runs`, `2 run`. */
export const doing = (count: number, verb: string) => `${count} ${verb}${count === 1 ? 's' : ''}`;

/** A length of time in milliseconds, as coarse as its size allows: `40 s`, `12m`, `3h`. */
export const spanWords = (milliseconds: number) => {
	const seconds = Math.max(1, Math.round(milliseconds / 1000));

	if (seconds < 120) {
		return `${seconds} s`;
	}

	return seconds < 7200 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3600)}h`;
};

/** A time that isn't exact, and so doesn't look it: `40 s`, `12 min`, `2 h 5 min`. */
export const roughSeconds = (seconds: Seconds): string => {
	const whole = Math.max(0, Math.round(seconds));

	if (whole < 90) {
		return `${whole} s`;
	}

	const minutes = Math.round(whole / 60);
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	return hours < 2 ? `${minutes} min` : `${hours} h${rest === 0 ? '' : ` ${rest} min`}`;
};

/** `slots 1, 3 and 5`; more than four are counted. */
export const slotWords = (keys: readonly string[]) => {
	if (keys.length > 4) {
		return `${keys.length} slots`;
	}

	return keys.length === 1 ? `slot ${keys[0]}` : `slots ${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
};

const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

const wrappings =
	/^(?:starting container failed|failed to create (?:shim )?task(?: for container)?|OCI runtime create failed|container_linux\.go:\d+|runc(?: did not terminate successfully| create failed)?|starting container process caused|unable to start container process|error during container init|process_linux\.go:\d+): /;

/** What a container's start failed of, without the names of all the programs that passed it on. */
const coreOf = (error: string): string => {
	const rest = error.replace(wrappings, '');
	return rest === error || rest === '' ? error : `cannot start: ${innermost(rest).replace(/: unknown$/, '')}`;
};

const innermost = (error: string): string => {
	const rest = error.replace(wrappings, '');
	return rest === error || rest === '' ? error : innermost(rest);
};

/** How a task ended, and what that most likely means: `exit 137 (killed; memory limit is 256 MiB)`. */
export const endWords = (service: Service, task: Pick<Task, 'error' | 'exitCode' | 'state'>): string => {
	const {error, exitCode, state} = task;

	if (exitCode === 137 && !error?.includes('unhealthy')) {
		const {memoryBytes} = service.limits;
		return `exit 137 (killed${memoryBytes > 0 ? `; memory limit is ${mebibytes(memoryBytes)}` : ''})`;
	}

	if (error !== undefined) {
		return coreOf(error);
	}

	return exitCode === 0 || state === 'complete'
		? 'exit 0: it ends by itself, nothing keeps running in it'
		: `exit ${exitCode ?? 'unknown'}`;
};

/** `2.4.1 -> 2.5.0`, or whole names where the repository changed; undefined when the image didn't. */
export const imageChange = ({image, previousImage}: Pick<Service, 'image' | 'previousImage'>): string | undefined => {
	if (previousImage === undefined || previousImage === image) {
		return undefined;
	}

	const [before, after] = [shortImage(previousImage), shortImage(image)];
	const [oldTag, newTag] = [tagOf(previousImage), tagOf(image)];
	const isSameName =
		oldTag !== undefined && newTag !== undefined && before.slice(0, -oldTag.length) === after.slice(0, -newTag.length);
	return isSameName && oldTag !== newTag ? `${oldTag} -> ${newTag}` : `${before} -> ${after}`;
};
