import {connect} from './engine/client.ts';
import {type Destinations, resolveConnection} from './engine/connection.ts';
import {type ConnectionFlags, noFlags} from './engine/connection-flags.ts';
import {contextLines} from './engine/context-list.ts';
import type {Environment} from './engine/contexts.ts';
import type {Engine} from './engine/engine.ts';
import {settleOnManager} from './engine/settle.ts';
import {hasTlsFlags} from './engine/tls-files.ts';
import type {Offer} from './ui/contexts/offers.ts';
import type {Session, Switchboard} from './ui/sessions.ts';

type Started = {readonly flags: ConnectionFlags; readonly where: Destinations};

type SwitchboardOptions = {
	readonly started: Started;
	readonly env: Environment;
	readonly openSession: (id: string, connected: Engine, where: Destinations) => Session;
};

/** What was given by flags, and is no context by itself. */
const asStarted = 'as started';

const contextId = (name: string) => `context ${name}`;

/** Which of the offers skep was started with. */
export const startedWith = ({flags, where}: Started): string => {
	const {contexts, hosts} = flags;
	const isPlain = hosts.length === 0 && contexts.length <= 1 && !hasTlsFlags(flags);
	return isPlain ? contextId(contexts[0] ?? where[0].context ?? 'default') : asStarted;
};

/** Docker's contexts, and what skep was started with where that is none of them. */
export const switchboardOf = ({started, env, openSession}: SwitchboardOptions): Switchboard => {
	const own = startedWith(started);
	const resolved = (id: string) =>
		id === asStarted ? started.where : resolveConnection({...noFlags, contexts: [id.slice(contextId('').length)]}, env);

	return {
		offered: inUse => {
			const {contexts, current, problem} = contextLines(env);
			const offers = contexts.map(({name, address, ...rest}): Offer => {
				const id = contextId(name);
				return {...rest, id, name, host: address, isInUse: id === inUse, isDockers: name === current};
			});
			return {
				offers: own === asStarted ? [startOffer(started, inUse), ...offers] : offers,
				...(problem === undefined ? {} : {problem}),
			};
		},
		open: async (id, signal) => {
			const where = resolved(id);
			const engine = connect(where);
			try {
				const {swarmId} = await answered(engine, signal);
				return {...openSession(id, engine, where), swarm: swarmId};
			} catch (error) {
				engine.close();
				throw error;
			}
		},
	};
};

const startOffer = ({flags, where}: Started, inUse: string): Offer => ({
	id: asStarted,
	name: asStarted,
	host: where.map(({address}) => address).join(', '),
	description: `${flags.hosts.length > 0 ? '--host' : '--context'}${where.length > 1 ? ', asked in turn' : ''}`,
	isInUse: inUse === asStarted,
	isDockers: false,
});

/** A login by ssh may take its time. */
const patience = {ssh: 15_000, other: 8000};

const answered = async (engine: Engine, signal: AbortSignal) => {
	await settleOnManager(engine);
	const {address} = engine.place();
	const late = AbortSignal.timeout(address.startsWith('ssh://') ? patience.ssh : patience.other);
	try {
		return await engine.info(AbortSignal.any([signal, late]));
	} catch (error) {
		throw late.aborted ? new Error(`${address} does not answer in time.`) : error;
	}
};
