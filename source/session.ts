import {composeFilesIn} from './docker-cli/compose-file.ts';
import {createDockerCli} from './docker-cli/docker-cli.ts';
import type {Destinations} from './engine/connection.ts';
import {decodeRegistryRules} from './engine/decode/registries.ts';
import type {Engine} from './engine/engine.ts';
import {actorIn} from './files/actor.ts';
import {readGivenFile} from './files/given-file.ts';
import {hostAddresses} from './files/host-addresses.ts';
import {createJournal} from './files/journal.ts';
import {placesIn} from './files/places.ts';
import {registryCertificates} from './files/registry-certificates.ts';
import {registryCredentials} from './files/registry-credentials.ts';
import {keepSpecIn} from './files/spec-file.ts';
import {specFilesIn} from './files/spec-history.ts';
import {stackOriginsIn} from './files/stack-origins.ts';
import {readOnly} from './operations/read-only.ts';
import type {RegistryAnswers} from './operations/resources.ts';
import {readOnlyTools, type StackTools} from './operations/stack/stack-tools.ts';
import {createCluster} from './store/cluster.ts';
import {createLogFollower, createLogs} from './store/logs.ts';
import {createSpecHistory} from './store/spec-history.ts';
import {startSync} from './store/sync.ts';
import type {Session} from './ui/sessions.ts';

export const journalOf = (engine: Engine) =>
	createJournal(placesIn(process.env).state, {
		address: () => engine.place().address,
		actor: actorIn(process.env),
		now: () => new Date(),
	});

/** The user's docker talks to the very engine that skep talks to. */
export const stackToolsOn = (
	engine: Engine,
	origins: StackTools['origins'] = {of: async () => undefined, keep: async () => {}},
): StackTools => ({
	cli: createDockerCli({place: () => engine.place().docker, env: process.env}),
	files: composeFilesIn(),
	origins,
});

type SessionOptions = {
	readonly id: string;
	readonly connected: Engine;
	readonly where: Destinations;
	readonly isReadOnly: boolean;
	readonly keepsHistory: boolean;
	/** Of a simulated swarm, which is gone with its specs, its stacks and its registry. */
	readonly simulated?: {readonly registry: RegistryAnswers} | undefined;
};

/** All that is of one connection: what is known through it, what keeps that true, and what may be changed. */
export function openSession({id, connected, where, isReadOnly, keepsHistory, simulated}: SessionOptions): Session {
	const {state} = placesIn(process.env);
	const now = () => new Date();
	const engine = isReadOnly ? readOnly(connected) : connected;
	const cluster = createCluster();
	const logs = createLogs();
	const sync = startSync({engine, cluster});
	const follower = createLogFollower({engine, logs});
	const history = createSpecHistory({cluster, now: Date.now});
	const specFiles = keepsHistory ? specFilesIn(state, {now}) : undefined;
	void specFiles?.load().then(history.recall);
	const stackTools =
		simulated === undefined
			? stackToolsOn(engine, stackOriginsIn(state, {address: where[0].address, now}))
			: stackToolsOn(engine);
	return {
		...{id, cluster, logs, sync, follower, history},
		resources: {
			engine,
			// A socket may lead elsewhere, but hardly ever does; one of ours leads nowhere.
			addresses:
				simulated === undefined && where.every(({endpoint}) => endpoint.kind === 'unix') ? hostAddresses() : [],
			credentials: registryCredentials,
			registry: simulated?.registry ?? registries(connected),
			readFile: readGivenFile,
			stacks: isReadOnly ? readOnlyTools(stackTools) : stackTools,
			keepSpec: keepSpecIn(state, now),
			keepReplaced: async (before, operation) => {
				history.noteWrite(before, operation);
				return specFiles?.keep(before, operation);
			},
		},
		journal: journalOf(engine).write,
		close() {
			follower.stop();
			sync.stop();
			history.stop();
			engine.close();
		},
	};
}

/** Loaded only when somebody wants to know something of one. */
function registries(engine: Engine): RegistryAnswers {
	const load = async () => {
		const {createRegistry} = await import('./registry/registry.ts');
		return createRegistry({
			credentials: registryCredentials,
			certificates: registryCertificates,
			rules: async () => decodeRegistryRules((await engine.info()).raw),
			viaEngine: async (image, signal) => (await engine.image(image, await registryCredentials(image), signal)).digest,
			env: process.env,
		});
	};
	return {
		tags: async (image, signal) => (await load()).tags(image, signal),
		digest: async (image, signal) => (await load()).digest(image, signal),
	};
}
