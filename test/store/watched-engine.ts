import type {Engine} from '../../source/engine/engine.ts';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

type Kind = 'nodes' | 'services' | 'tasks';

/** The same engine, counting what is under way: `settled` resolves when all calls have their answer. */
export const watchEngine = (engine: Engine) => {
	let underWay = 0;
	let isGivenUp = false;
	let held: {readonly kind: Kind; readonly until: Promise<void>} | undefined;

	const delivered = async <T>(answer: Promise<T>, kind: Kind | undefined) => {
		if (held === undefined || held.kind !== kind) {
			return answer;
		}
		const {until} = held;
		held = undefined;
		const given = await answer;
		underWay -= 1;
		await until;
		underWay += 1;
		return given;
	};
	const counted =
		<Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>, kind?: Kind) =>
		async (...given: Given) => {
			underWay += 1;
			try {
				return await delivered(call(...given), kind);
			} finally {
				underWay -= 1;
			}
		};
	const settled = async () => {
		for (let calm = 0; calm < 3; ) {
			await turn();
			calm = underWay === 0 || isGivenUp ? calm + 1 : 0;
		}
	};

	const watched: Engine = {
		...engine,
		info: counted(engine.info),
		swarm: counted(engine.swarm),
		nodes: counted(engine.nodes, 'nodes'),
		services: counted(engine.services, 'services'),
		tasks: counted(engine.tasks, 'tasks'),
		joinTokens: counted(engine.joinTokens),
		networks: counted(engine.networks),
		secrets: counted(engine.secrets),
		configs: counted(engine.configs),
		configContent: counted(engine.configContent),
		volumes: counted(engine.volumes),
	};
	return {
		engine: watched,
		settled,
		/** Keeps the next answer of a kind back, as the engine gave it, until the function that it returns is called. */
		hold: (kind: Kind) => {
			const {promise, resolve} = Promise.withResolvers<void>();
			held = {kind, until: promise};
			return resolve;
		},
		/** From now on nobody waits for answers: some will never come. */
		giveUp: () => {
			isGivenUp = true;
		},
	};
};
