import {EngineError} from './errors.ts';

/** The newest API whose answers this program was written for. */
const newest = 51;
/** Where `status=true` and jobs came in (Docker 20.10). */
const oldest = 41;

/** The API version to speak with an engine that speaks up to `offered` (the `Api-Version` header of `/_ping`). */
export const versionFor = (offered: string | undefined): string => {
	const [, major, minor] = /^(\d+)\.(\d+)$/.exec(offered ?? '') ?? [];
	if (major === undefined || minor === undefined) {
		throw new EngineError('garbled', "What answers there doesn't say which Docker API it speaks.");
	}
	if (Number(major) !== 1) {
		return `1.${newest}`;
	}
	if (Number(minor) < oldest) {
		const text = `This engine is too old: it speaks API ${offered}, and skep needs at least 1.${oldest}, which came with Docker 20.10.`;
		throw new EngineError('unsupported', text);
	}
	return `1.${Math.min(Number(minor), newest)}`;
};
