import type {ServiceChange} from './changes.ts';
import {isObject, textsOf} from './decode/values.ts';
import type {Engine} from './engine.ts';
import {authHeader} from './reads.ts';
import type {SeveralCalls as Calls} from './several.ts';
import {changedNodeSpec, changedServiceSpec, rawNodeSpec} from './spec-changes.ts';

type Writes = Pick<
	Engine,
	| 'updateNode'
	| 'updateService'
	| 'removeNode'
	| 'removeService'
	| 'removeNetwork'
	| 'removeSecret'
	| 'removeConfig'
	| 'removeVolume'
>;

/** Every write names the version it changes, and replaces the whole spec. */
export const writesOf = (calls: Calls): Writes => ({
	updateNode: async (node, change, signal) => {
		const path = `/nodes/${encodeURIComponent(node.id)}/update`;
		const body = changedNodeSpec(rawNodeSpec(node.raw), change);
		return warningsIn(await calls.write('POST', {path, query: {version: node.version}, body}, signal));
	},
	updateService: async (service, change, signal) => {
		const path = `/services/${encodeURIComponent(service.id)}/update`;
		const query = {version: service.version, ...modeOf(change)};
		const call = {path, query, headers: headersOf(change), body: changedServiceSpec(service, change)};
		return warningsIn(await calls.write('POST', call, signal));
	},
	removeNode: async (id, signal) => {
		await calls.write('DELETE', {path: `/nodes/${encodeURIComponent(id)}`}, signal);
	},
	removeNetwork: async (id, signal) => {
		await calls.write('DELETE', {path: `/networks/${encodeURIComponent(id)}`}, signal);
	},
	removeSecret: async (id, signal) => {
		await calls.write('DELETE', {path: `/secrets/${encodeURIComponent(id)}`}, signal);
	},
	removeConfig: async (id, signal) => {
		await calls.write('DELETE', {path: `/configs/${encodeURIComponent(id)}`}, signal);
	},
	removeVolume: async (name, signal) => {
		await calls.write('DELETE', {path: `/volumes/${encodeURIComponent(name)}`}, signal);
	},
	removeService: async (id, signal) => {
		await calls.write('DELETE', {path: `/services/${encodeURIComponent(id)}`}, signal);
	},
});

const headersOf = (change: ServiceChange) =>
	authHeader(change.kind === 'image' || change.kind === 'spec' ? change.auth : undefined);

/** A login that is sent counts more than any that the engine keeps. */
const modeOf = (change: ServiceChange): Readonly<Record<string, string>> => {
	if (change.kind === 'rollback') {
		return {rollback: 'previous'};
	}

	return change.kind === 'spec' && change.hasPreviousAuth && change.auth === undefined
		? {registryAuthFrom: 'previous-spec'}
		: {};
};

/** The write is done by now: an answer that makes no sense is no reason to say that it isn't. */
export const warningsIn = (text: string): readonly string[] => {
	try {
		const json: unknown = JSON.parse(text);
		return isObject(json) ? textsOf(json['Warnings']) : [];
	} catch {
		return [];
	}
};
