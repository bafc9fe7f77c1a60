import type {Engine} from '../../source/engine/engine.ts';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

/** The same engine, counting what is under way: `settled` resolves when all calls have their answer. */
export const watchEngine = (engine: Engine) => {
	let underWay = 0;
	let gaveUp = false;
	const counted =
		<Arguments extends readonly unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
		async (...given: Arguments) => {
			underWay += 1;
			try {
				return await call(...given);
			} finally {
				underWay -= 1;
			}
		};
	const settled = async () => {
		for (let calm = 0; calm < 3; ) {
			await turn();
			calm = underWay === 0 || gaveUp ? calm + 1 : 0;
		}
	};
	const watched: Engine = {
		...engine,
		info: counted(engine.info),
		swarm: counted(engine.swarm),
		nodes: counted(engine.nodes),
		services: counted(engine.services),
		tasks: counted(engine.tasks),
		networks: counted(engine.networks),
	};
	return {
		engine: watched,
		settled,
		underWay: () => underWay,
		/** From now on nobody waits for answers: some will never come. */
		giveUp: (isGivenUp = true) => {
			gaveUp = isGivenUp;
		},
	};
};
