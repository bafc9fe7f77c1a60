import {resolveConnection} from './connection.ts';
import {noFlags} from './connection-flags.ts';
import {currentContext, type Environment, listContexts} from './contexts.ts';
import {addressOf} from './endpoint.ts';
import {isEngineError} from './errors.ts';

/** One line of `docker context ls`. */
type ContextLine = {
	readonly name: string;
	readonly description: string;
	/** As Docker's tools write it; empty where `problem` says why it can't be used. */
	readonly address: string;
	readonly problem?: string;
};

type ContextLines = {
	readonly contexts: readonly ContextLine[];
	/** What plain `docker` in this shell uses; undefined where `problem` says why that isn't known. */
	readonly current?: string;
	readonly problem?: string;
};

/** What `docker context ls` lists: all contexts, "default" first, and the one that `docker` uses by itself. */
export const contextLines = (env: Environment): ContextLines => {
	const others = listContexts(env).map(
		({name, description, endpoint, problem}): ContextLine => ({
			...{name, description},
			address: endpoint === undefined ? '' : addressOf(endpoint),
			...(problem === undefined ? {} : {problem}),
		}),
	);
	const contexts = [defaultLine(env), ...others];
	try {
		// An address in the environment beats every context (docker/cli: cli/command, resolveContextName).
		const current = env['DOCKER_HOST'] ? 'default' : env['DOCKER_CONTEXT'] || currentContext(env) || 'default';
		return {contexts, current};
	} catch (error) {
		return {contexts, problem: sentenceOf(error)};
	}
};

const defaultLine = (env: Environment): ContextLine => {
	const line = {name: 'default', description: ''};
	try {
		const [{address}] = resolveConnection({...noFlags, contexts: ['default']}, env);
		return {...line, address};
	} catch (error) {
		return {...line, address: '', problem: sentenceOf(error)};
	}
};

const sentenceOf = (error: unknown) => (isEngineError(error) ? error.message : String(error));
