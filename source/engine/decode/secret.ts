import type {Config, ConfigContent} from '../../swarm/config.ts';
import {configId, secretId} from '../../swarm/ids.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Json} from '../../swarm/values.ts';
import {stackOf} from './stack.ts';
import {countOf, idOf, instantOf, isObject, labelsOf, objectOf, textOf} from './values.ts';

type RawFile = {
	readonly ID?: string;
	readonly Version?: {readonly Index?: number};
	readonly CreatedAt?: string;
	readonly UpdatedAt?: string;
	readonly Spec?: {
		readonly Name?: string;
		readonly Labels?: unknown;
		/** base64 */
		readonly Data?: string;
		readonly Driver?: {readonly Name?: string} | null;
		readonly Templating?: {readonly Name?: string} | null;
	};
};

/** The spec without what is in the file, whether the engine sends it or not. */
const withoutData = (object: {readonly [key: string]: Json}): {readonly [key: string]: Json} => {
	const {Spec, ...rest} = object;
	if (!isObject(Spec)) {
		return object;
	}
	const {Data: _, ...spec} = Spec;
	return {...rest, Spec: spec};
};

const commonOf = (raw: RawFile, id: string, object: {readonly [key: string]: Json}) => {
	const labels = labelsOf(raw.Spec?.Labels);
	return {
		version: countOf(raw.Version?.Index),
		name: textOf(raw.Spec?.Name) ?? id,
		labels,
		stack: stackOf(labels),
		isTemplate: textOf(raw.Spec?.Templating?.Name) !== undefined,
		createdAt: instantOf(raw.CreatedAt) ?? 0,
		updatedAt: instantOf(raw.UpdatedAt) ?? 0,
		raw: withoutData(object),
	};
};

/** A secret of `GET /secrets`. Throws `garbled` when it has no id. */
export const decodeSecret = (json: unknown): Secret => {
	const object = objectOf(json, 'secret');
	const raw = object as RawFile;
	const id = idOf(raw.ID, 'secret');
	return {id: secretId(id), ...commonOf(raw, id, object), driver: textOf(raw.Spec?.Driver?.Name)};
};

/** A config of `GET /configs`, which always carries the content: no more than its size is kept. */
export const decodeConfig = (json: unknown): Config => {
	const object = objectOf(json, 'config');
	const raw = object as RawFile;
	const id = idOf(raw.ID, 'config');
	return {id: configId(id), ...commonOf(raw, id, object), size: Buffer.byteLength(raw.Spec?.Data ?? '', 'base64')};
};

/** What a config of `GET /configs/{id}` holds. */
export const decodeContent = (json: unknown): ConfigContent => {
	const {Spec} = objectOf(json, 'config') as RawFile;
	const bytes = Buffer.from(textOf(Spec?.Data) ?? '', 'base64');
	const text = bytes.includes(0) ? undefined : textIn(bytes);
	return text === undefined ? {kind: 'bytes', hex: bytes.toString('hex')} : {kind: 'text', text};
};

const textIn = (bytes: Buffer) => {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return undefined;
	}
};
