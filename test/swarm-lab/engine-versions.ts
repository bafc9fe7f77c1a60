/** The engines that Debian has: of bookworm, trixie and forky. */
export type EngineVersion = '20.10' | '26.1' | '28.5';

export type EngineFiles = {
	/** The environment in which the engine's programs are found. */
	readonly environment: NodeJS.ProcessEnv;
};

export const engineFiles = async (_version?: EngineVersion): Promise<EngineFiles> => ({environment: {...process.env}});
